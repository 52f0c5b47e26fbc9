"""Mentions: which files words bring in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairtui.context.mention import DIFF, Unknown, find_mentions, resolve
from pairtui.context.paths import Paths
from pairtui.conversation import Attachment

KNOWN = Paths(
    (
        "article.md",
        "cart/price.py",
        "cart/tax.py",
        "old/tax.py",
        "my notes.md",
        "a.b/c.md",
        "src/api/routes.py",
        "x:1",
    )
)


def specs(words: str) -> list[str]:
    found = find_mentions(words, KNOWN)
    return [item.spec for item in found.attachments]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("shorten @article.md please", ["article.md"]),
        ("@article.md:10-20", ["article.md:10-20"]),
        ("@article.md:7", ["article.md:7-7"]),
        ("@article.md:20-10", ["article.md:10-20"]),
        ("look at @article.md.", ["article.md"]),
        ("(see @article.md:3-4)?", ["article.md:3-4"]),
        ("@./article.md, then @cart/price.py!", ["article.md", "cart/price.py"]),
        ("@price.py", ["cart/price.py"]),
        ('@"my notes.md" and @"my notes.md":2-3', ["my notes.md", "my notes.md:2-3"]),
        ('@"my notes.md:2-3"', ["my notes.md:2-3"]),
        ("@article.md @article.md", ["article.md"]),
        ("@x:1", ["x:1"]),
        ("@cart/ and (@./old/).", ["cart/", "old/"]),
        ("@api/, please", ["src/api/"]),
        ("all of @./", ["./"]),
        ("is @diff right?", ["diff"]),
        ("@a.b/", ["a.b/"]),
        ("mail me@article.md", []),
        ("in `@article.md` as code", []),
        ("```\n@article.md\n```", []),
        ("@@article.md", []),
    ],
)
def test_what_is_mentioned(words: str, found: list[str]) -> None:
    assert specs(words) == found


@pytest.mark.parametrize(
    "words",
    [
        "ask someone@example.org or @maria",
        "@property\ndef total(self): ...",
        '@app.route("/x")\nasync def x(): ...',
        "why does @dataclass(frozen=True) help?",
        "@",
        "@ article.md",
    ],
)
def test_what_is_no_mention(words: str) -> None:
    found = find_mentions(words, KNOWN)
    assert found.attachments == ()
    assert not any(one.meant for one in found.unknown)


@pytest.mark.parametrize(
    ("words", "spec"),
    [
        ("what did @HEAD~2 do?", "HEAD~2"),
        ("see @a1b2c3d.", "a1b2c3d"),
        ("@v1.0 broke it", "v1.0"),
        ("@feature/tax, then", "feature/tax"),
        ("explain @tax.py#total", "tax.py#total"),
        ("thanks @maria!", "maria"),
    ],
)
def test_what_may_be_the_name_of_something_else(words: str, spec: str) -> None:
    (only,) = find_mentions(words, KNOWN).unknown
    assert only.spec == spec


def test_a_file_goes_before_the_changes_and_these_before_the_end_of_a_path() -> None:
    assert resolve("diff", Paths(("diff",))) == Attachment("diff")
    assert resolve("diff", Paths(("tools/diff",))) == DIFF


def test_a_mention_of_no_file_and_of_two_is_told() -> None:
    found = find_mentions("@artcle.md @tax.py @cart/nothing @article.md:0-3", KNOWN)
    assert found.unknown == (
        Unknown("artcle.md"),
        Unknown("tax.py", ("cart/tax.py", "old/tax.py")),
        Unknown("cart/nothing"),
        Unknown("article.md:0-3"),
    )
    assert found.attachments == ()


def test_an_exact_path_goes_before_the_end_of_another() -> None:
    known = Paths(("tax.py", "old/tax.py"))
    assert resolve("tax.py", known) == Attachment("tax.py")
    assert resolve("ax.py", known) == Unknown("ax.py")


@given(st.text(max_size=60))
def test_no_words_make_it_raise(words: str) -> None:
    find_mentions(words, KNOWN)
    find_mentions(f"@{words}", KNOWN)
