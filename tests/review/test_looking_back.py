from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.proposal import Absent, FileChange, Hunk, Present
from pairtui.review.decide import Reject, Review, Rewrite, Split, Take
from pairtui.review.looking_back import fits, looked_back
from pairtui.review.node import Node
from pairtui.review.replay import Refreshed, Saved, Standing, advance, retrace
from tests.review.happened import events, proposals
from tests.review.made import change, landing, proposal

BASE = b"".join(b"line %d\n" % number for number in range(1, 21))
FILE = change(BASE, (0, 7, b"ONE\n"), (63, 71, b"TEN\n"), (len(BASE) - 8, len(BASE), b""))


def test_what_landed_is_shown_over_the_file_as_it_was() -> None:
    one, two, three = (hunk.id for hunk in FILE.hunks)
    standing = retrace(
        Standing(Review(proposal(FILE))),
        [Take(one), Rewrite(two, b"ten!\n"), Reject(three, "keep it")],
    )
    standing = advance(standing, Saved("l", landing(standing.review)))
    standing = advance(standing, Refreshed("a.txt", Present(b"all else\n")))
    found = list(looked_back(proposal(FILE), standing.review))
    assert [(each.lines, each.state, each.reason) for each in found] == [
        ("1", "saved", ""),
        ("10", "saved", ""),
        ("20", "rejected", "keep it"),
    ]
    assert found[0].diff == b"-line 1\n+ONE\n line 2\n line 3\n line 4\n"
    assert found[1].diff == (
        b" line 7\n line 8\n line 9\n-line 10\n+ten!\n line 11\n line 12\n line 13\n"
    )
    assert found[1].yours == b"ten!\n"
    assert found[2].diff == b" line 17\n line 18\n line 19\n-line 20\n"


def test_each_piece_of_a_change_is_told_alone() -> None:
    file = change(BASE, (0, 14, b"ONE\nTWO\n"))
    (hunk,) = file.hunks
    nodes = (Node(0, 7, 0, 4), Node(7, 14, 4, 8))
    review = retrace(Standing(Review(proposal(file))), [Split(hunk.id, nodes)]).review
    piece = next(review.proposal.hunks)
    review = retrace(Standing(review), [Take(piece.id)]).review
    found = list(looked_back(proposal(file), review))
    assert [(each.lines, each.state) for each in found] == [("1", "taken"), ("2", "open")]
    assert found[0].diff == b"-line 1\n+ONE\n line 2\n line 3\n line 4\n"


def test_what_happens_to_the_file_itself_has_its_words() -> None:
    gone = Hunk("d", "a.txt", 0, len(BASE), BASE, b"", kind="delete")
    moved = Hunk("m", "b.txt", 0, 0, b"", b"", kind="rename", to="c.txt")
    made = Hunk("n", "new.txt", 0, 0, b"", b"hello\n")
    files = (
        FileChange("a.txt", Present(BASE), (gone,)),
        FileChange("b.txt", Present(BASE), (moved,)),
        FileChange("new.txt", Absent(), (made,)),
    )
    found = list(looked_back(proposal(*files), Review(proposal(*files))))
    assert [each.lines for each in found] == ["deletion", "rename to c.txt", "new file"]
    assert found[0].diff.startswith(b"-line 1\n-line 2\n")
    assert found[1].diff == b""
    assert found[2].diff == b"+hello\n"


def test_a_change_of_another_file_than_is_kept_is_shown_without_lines_around() -> None:
    (hunk, *_) = FILE.hunks
    strange = FileChange("a.txt", Present(b"something else\n"), (hunk,))
    (found,) = looked_back(proposal(strange), Review(proposal(strange)))
    assert found.diff == b"-line 1\n+ONE\n"
    assert not fits(proposal(strange))
    assert fits(proposal(FILE))


@given(st.data())
@settings(max_examples=30)
def test_whatever_happened_every_byte_of_a_proposal_is_told(data: st.DataObject) -> None:
    made = data.draw(proposals())
    standing = Standing(Review(made))
    for _ in range(data.draw(st.integers(0, 6))):
        standing = advance(standing, data.draw(events(standing, made)))
    found = list(looked_back(made, standing.review))
    for file in made.files:
        mine = [each for each in found if each.path == file.path and not each.hunk.own]
        assert b"".join(each.hunk.old for each in mine) == b"".join(h.old for h in file.hunks)
        assert b"".join(each.hunk.new for each in mine) == b"".join(h.new for h in file.hunks)
    assert all(each.state == standing.review.state(each.hunk.id) for each in found)
    assert {each.hunk.id for each in found} == {hunk.id for hunk in standing.review.proposal.hunks}
