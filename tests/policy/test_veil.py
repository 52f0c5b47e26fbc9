"""Secrets go out as names and come back as they were."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.policy.veil import Strange, Veil
from tests.policy.made import TOKENS, drawn, key_block

TOKEN = TOKENS["github-token"]


def test_a_secret_has_one_name_wherever_it_stands() -> None:
    veil = Veil()
    assert veil.cover_file(f'a = "{TOKEN}"\n', "a.py") == 'a = "<withheld:github-token-1>"\n'
    other = TOKENS["github-token, new"]
    covered = veil.cover(f"say {other} and {TOKEN}, {TOKEN}_x", "your words")
    assert covered == (
        "say <withheld:github-token-2> and <withheld:github-token-1>, <withheld:github-token-1>_x"
    )
    assert [(one.name, one.where) for one in veil.items] == [
        ("github-token-1", "a.py:1"),
        ("github-token-2", "your words"),
    ]
    assert veil.items[0].why == "it looks like a GitHub token"


def test_secrets_that_touch_are_covered_to_the_last_character() -> None:
    veil = Veil()
    veil.cover_file(TOKEN, "a.py")
    text = f"{TOKEN}{TOKEN}!"
    covered = veil.cover(text, "your words")
    assert TOKEN[-8:] not in covered
    assert veil.restore(covered) == text


def test_what_was_found_in_its_file_is_known_in_a_part_of_it() -> None:
    veil, lines = Veil(), key_block()
    text = "\n".join(["x = '''", *lines, "'''"])
    covered = veil.cover_file(text, "key.py").split("\n")
    assert len(covered) == len(lines) + 2
    assert covered[1] == lines[0]
    assert covered[2] == "<withheld:private-key-1.1>"
    assert covered[6] == "<withheld:private-key-1.5>"
    assert [one.name for one in veil.items] == ["private-key-1"]
    assert veil.cover("\n".join(lines[2:4]), "a part") == "\n".join(covered[3:5])


def test_a_name_that_stands_in_a_file_is_the_files_own() -> None:
    veil = Veil()
    text = f"<withheld:github-token-1>\n{TOKEN}\n<Withheld: x\nwithheld:github-token-9\n"
    covered = veil.cover_file(text, "notes.md")
    assert TOKEN not in covered
    assert covered.count("\n") == 4
    assert veil.restore(covered) == text
    assert veil.cover(covered, "the request") == covered, "covering twice changes nothing"
    assert [one.name for one in veil.items] == ["github-token-1"]


@pytest.mark.parametrize(
    "written",
    [
        "<withheld:github-token-2>",
        "<withheld:password-1>",
        "<withheld:github-token-1.3>",
        "<Withheld:github-token-1>",
        "< withheld: github-token-1>",
        "<withheld:github_token_1>",
        "&lt;withheld:github-token-1&gt;",
        "withheld:github-token-1",
    ],
)
def test_a_name_that_was_altered_or_invented_is_refused(written: str) -> None:
    veil = Veil()
    veil.cover_file(TOKEN, "a.py")
    with pytest.raises(Strange):
        veil.restore(f"<withheld:github-token-1>\nx = {written}\n")
    assert veil.restore("this was withheld: see withheld: below") == (
        "this was withheld: see withheld: below"
    )


def test_a_name_of_an_earlier_run_is_never_given_again() -> None:
    veil = Veil()
    veil.cover("the AI said <withheld:github-token-1> then", "what was said earlier")
    assert veil.cover_file(TOKEN, "a.py") == "<withheld:github-token-2>"
    with pytest.raises(Strange):
        veil.restore("<withheld:github-token-1>")


def test_a_secret_that_reads_like_a_part_of_its_name_does_not_break_it() -> None:
    veil = Veil()
    text = "password = 'password-1'  # password-1\n"
    covered = veil.cover_file(text, "a.py")
    assert covered == "password = '<withheld:password-1>'  # <withheld:password-1>\n"
    assert veil.cover(covered, "the request") == covered, "covering twice changes nothing"
    assert veil.restore(covered) == text


@pytest.mark.parametrize("like", ["<\nwithheld:x", "<withheld\n:x", TOKEN + "withheld:password-1"])
def test_what_reads_nearly_like_a_name_comes_back_too(like: str) -> None:
    veil = Veil()
    text = f"{TOKEN}\n{like}\n"
    covered = veil.cover_file(text, "a.py")
    assert covered.count("\n") == text.count("\n"), "no line is lost"
    assert veil.restore(covered) == text


def test_very_many_secrets_are_known_wherever_they_stand() -> None:
    veil = Veil()
    tokens = [f"ghp_{drawn(36)}" for _ in range(300)]
    text = "\n".join(tokens)
    covered = veil.cover_file(text, "a.py")
    assert veil.items[-1].where == "a.py:300"
    assert veil.restore(covered) == text
    said = veil.cover("".join(f"x{one}x" for one in tokens), "your words")
    assert not [one for one in tokens if one in said]
    assert len(veil.items) == 300
    assert veil.cover(f"a{tokens[7]}", "your words") == "a<withheld:github-token-8>"


def test_one_thing_is_allowed_and_withheld_again() -> None:
    veil, other = Veil(), TOKENS["npm-token"]
    text = f"{TOKEN} {other}\n"
    veil.cover_file(text, "a.py")
    veil.allow("github-token-1", allowed=True)
    assert veil.allowed == {"github-token-1"}
    assert veil.cover_file(text, "a.py") == f"{TOKEN} <withheld:npm-token-1>\n"
    assert veil.cover(text, "x") == f"{TOKEN} <withheld:npm-token-1>\n"
    veil.allow("github-token-1", allowed=False)
    assert veil.cover(text, "x") == "<withheld:github-token-1> <withheld:npm-token-1>\n"


def test_a_short_password_is_withheld_only_where_it_was_found() -> None:
    veil = Veil()
    text = "db = 'postgres://joe:tiger9@host/db'  # tiger9 is the name of a cat"
    covered = veil.cover_file(text, "a.py")
    assert covered == (
        "db = 'postgres://joe:<withheld:url-password-1>@host/db'  # tiger9 is the name of a cat"
    )
    assert veil.restore(covered) == text


SECRETS = st.sampled_from([*TOKENS.values(), *(f"password = '{drawn(14)}'" for _ in range(4))])
PROSE = st.text(alphabet="ab \n\r\t<>:'\"=&-_.withheldé𝄞", max_size=40)
PIECES = st.lists(
    st.one_of(
        PROSE,
        SECRETS.map(lambda text: f" {text} "),
        st.integers(2, 5).map(lambda size: "\n" + "\n".join(key_block(lines=size)) + "\n"),
    ),
    max_size=8,
)


@given(PIECES, st.sampled_from(["a.py", "x.env", "notes.md"]))
@settings(max_examples=150, deadline=None)
def test_what_is_covered_comes_back_byte_for_byte(pieces: list[str], path: str) -> None:
    veil, text = Veil(), "".join(pieces)
    covered = veil.cover_file(text, path)
    assert covered.count("\n") == text.count("\n")
    for token in TOKENS.values():
        assert token not in covered
    assert veil.restore(covered) == text
    assert veil.cover(covered, "x") == covered
    lines = covered.split("\n")
    some = "\n".join(lines[len(lines) // 3 : 2 * len(lines) // 3 + 1])
    assert veil.restore(some) in text
