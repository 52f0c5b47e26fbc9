from hypothesis import given
from hypothesis import strategies as st

from pairtui.proposal import Absent, FileChange, Hunk, Present
from pairtui.review.decide import Reject, Review, Rewrite, Take, decide
from pairtui.review.result import results, splice
from tests.review.made import change, changes, proposal

CHOICES = st.sampled_from(["take", "reject", "rewrite", "leave"])


@given(changes(), st.lists(CHOICES, min_size=4, max_size=4))
def test_any_decisions_come_to_splicing_exactly_those_spans(
    file: FileChange, choices: list[str]
) -> None:
    review = Review(proposal(file))
    expected = b""
    assert isinstance(file.base, Present)
    place = 0
    for hunk, choice in zip(file.hunks, choices, strict=False):
        expected += file.base.data[place : hunk.start]
        place = hunk.end
        match choice:
            case "take":
                review = decide(review, Take(hunk.id))
                expected += hunk.new
            case "rewrite":
                review = decide(review, Rewrite(hunk.id, b"mine"))
                expected += b"mine"
            case "reject":
                review = decide(review, Reject(hunk.id))
                expected += hunk.old
            case _:
                expected += hunk.old
    expected += file.base.data[place:]
    found = list(results(review))
    wanted = {"take", "rewrite"} & set(choices[: len(file.hunks)])
    assert [result.data for result in found] == ([expected] if wanted else [])


@given(changes())
def test_none_taken_is_the_base_and_no_result(file: FileChange) -> None:
    assert isinstance(file.base, Present)
    assert splice(file.base.data, ()) == file.base.data
    assert list(results(Review(proposal(file)))) == []


def test_a_new_file_comes_only_when_it_is_taken() -> None:
    made = FileChange("n", Absent(), (Hunk("1", "n", 0, 0, b"", b"text\n"),))
    review = Review(proposal(made))
    assert list(results(review)) == []
    (result,) = results(decide(review, Take("1")))
    assert (result.data, result.mode, result.base) == (b"text\n", 0o644, Absent())


def test_the_mode_stays() -> None:
    file = change(b"a\n", (0, 2, b"b\n"))
    file = FileChange(file.path, Present(b"a\n", 0o755), file.hunks)
    (result,) = results(decide(Review(proposal(file)), Take(file.hunks[0].id)))
    assert result.mode == 0o755
