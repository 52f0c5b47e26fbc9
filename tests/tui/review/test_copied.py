"""What `Y` and Ctrl+C copy, and when it is to be a file."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from pairtui.proposal import FileChange, Present
from pairtui.review.decide import Reject, Review, Rewrite, Take
from pairtui.tui.review.copied import MOST, Copied, copied, deaf, doubtful, hindrance, too_long
from pairtui.tui.review.pane import ReviewPane
from pairtui.tui.review.setting import Setting
from pairtui.tui.review.sight import Sight, at_head, at_hunk, at_row, opened
from pairtui.tui.screens.copying import BY_TERMINAL, CopySheet
from tests.tui.review.material import (
    PRICE,
    about,
    changed,
    code,
    decided,
    hunk,
    ids,
    lost,
    review,
    screen,
    showing,
)

pytestmark = pytest.mark.anyio
PATH = "cart/price.py"


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TMUX", "STY", "VTE_VERSION", "TERM_PROGRAM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


def seen(shown: Review, change: str = "") -> Sight:
    sight = opened(shown, Setting(), 12)
    assert sight is not None
    return at_hunk(sight, change) if change else sight


def test_a_change_is_its_new_text_to_the_byte() -> None:
    one = ids(code())[0]
    new = code().proposal.hunk(one).new
    assert copied(seen(code(), one), ()) == Copied(new, "2 lines", "price.py")
    mine = decided(code(), Rewrite(one, b"    \xff\r\n"))
    found = copied(seen(mine, one), ())
    assert found is not None
    assert found.data == b"    \xff\r\n"
    assert found.text is None


def test_a_rejected_change_is_what_was_proposed() -> None:
    one = ids(code())[0]
    found = copied(seen(decided(code(), Reject(one)), one), ())
    assert found is not None
    assert found.data == code().proposal.hunk(one).new


def test_where_nothing_comes_it_is_what_goes() -> None:
    gone = review(changed(PATH, PRICE, (b"        return s\n", b"", "")))
    assert copied(seen(gone, ids(gone)[0]), ()) == Copied(
        b"        return s\n", "1 line that goes", "price.py"
    )


def test_what_fits_nowhere_can_be_copied() -> None:
    sight = seen(lost(), "unplaced:0")
    found = copied(sight, ())
    assert found is not None
    assert found.data == b"    def totals(self):\n        return round(s)\n"


def test_beside_the_changes_it_is_the_diff_of_the_file_and_git_takes_it(tmp_path: Path) -> None:
    one, two, *_ = ids(code())
    made = decided(code(), Take(one), Reject(two))
    found = copied(at_row(seen(made), 0), ())
    assert found is not None
    assert found == copied(at_head(seen(made), PATH), ())
    assert found.name == "price.py.diff"
    (tmp_path / "cart").mkdir()
    (tmp_path / PATH).write_bytes(PRICE)
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=found.data, check=True)
    after = (tmp_path / PATH).read_bytes()
    texts = [code().proposal.hunk(name) for name in ids(code())[:3]]
    assert [text.new in after for text in texts] == [True, False, True]


def test_a_change_of_the_file_itself_is_its_diff() -> None:
    state = Present(PRICE)
    gone = review(FileChange("old.py", state, (about("old.py", state, "rename", "new.py"),)))
    found = copied(seen(gone, ids(gone)[0]), ())
    assert found is not None
    assert b"rename from old.py\nrename to new.py\n" in found.data


def test_what_a_terminal_does_not_copy_is_told_by_its_bytes() -> None:
    assert hindrance(Copied("ab\tü\r\n".encode(), "", "")) == ""
    assert "cannot be seen" in hindrance(Copied(b"a\x1b[201~rm\n", "", ""))
    assert "UTF-8" in hindrance(Copied(b"\xff", "", ""))
    most = Copied(b"x" * MOST, "", "")
    assert (hindrance(most), too_long(most)) == ("", False)
    assert "74,995 bytes" in hindrance(Copied(b"x" * (MOST + 1), "", ""))


def test_terminals_are_known_that_copy_nothing() -> None:
    assert deaf({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}) == ""
    assert "Linux console" in deaf({"TERM": "linux"})
    assert "Apple" in deaf({"TERM_PROGRAM": "Apple_Terminal"})
    assert "screen" in deaf({"STY": "1.pts"})
    assert "set-clipboard" in doubtful({"TMUX": "a socket"})


async def test_y_copies_and_says_so_and_again_it_is_to_be_a_file() -> None:
    async with showing(code()) as (host, hand):
        await hand.press("Y")
        assert host.clipboard == code().proposal.hunk(ids(code())[0]).new.decode()
        assert "copied 2 lines · Y again: to a file" in screen(host)[-2]
        await hand.press("Y")
        (asked,) = host.asked
        assert isinstance(asked, ReviewPane.CopyAsked)
        assert (asked.copied.what, asked.why) == ("2 lines", "")
        await hand.press("Y", "j", "Y")
        assert len(host.asked) == 1


async def test_what_is_selected_is_copied_alone_by_y_and_by_ctrl_c() -> None:
    async with showing(code()) as (host, hand):
        await hand.press("v", "Y")
        assert "1 line that goes" in screen(host)[-2]
        await hand.press("j", "j", "Y")
        assert host.clipboard.count("\n") == 1
        assert host.clipboard.strip().startswith("s = sum((i.price")
        await hand.press("escape")
        assert not host.pane.copy_selected()


async def test_what_cannot_be_seen_is_asked_about_first() -> None:
    turned = b"    return s \x1b]52;c;ZXZpbA==\x07\n"
    shown = review(changed(PATH, PRICE, (b"        return s\n", turned, "")))
    async with showing(shown) as (host, hand):
        await hand.press("Y")
        assert host.clipboard == ""
        (asked,) = host.asked
        assert isinstance(asked, ReviewPane.CopyAsked)
        assert "cannot be seen" in asked.why


async def test_where_there_is_nothing_it_says_so() -> None:
    async with showing(None) as (host, hand):
        await hand.press("Y")
        assert "nothing here to copy" in "\n".join(screen(host))


async def test_the_sheet_offers_a_file_elsewhere_and_the_terminal() -> None:
    async with showing(code()) as (host, hand):
        text = Copied(b"x\n", "1 line", "x.py")
        answers: list[str | None] = []
        host.push_screen(CopySheet(text, "/home/a/x.py", clock=hand.clock), answers.append)
        await hand.pilot.pause()
        await hand.press("e", "end", "2", "enter")
        assert "> Write it to /home/a/x.py2" in "\n".join(screen(host))
        await hand.press("down", "enter")
        assert answers == [BY_TERMINAL]
        host.push_screen(CopySheet(text, "/home/a/x.py", clock=hand.clock), answers.append)
        await hand.pilot.pause()
        await hand.press("enter")
        assert answers[1:] == ["/home/a/x.py"]


def test_too_much_for_a_terminal_is_only_offered_as_a_file() -> None:
    much = Copied(b"x" * (MOST + 1), "1 line", "x.py")
    assert [option.value for option in CopySheet(much, "/a").options()] == ["/a"]
    raw = Copied(b"\xff", "1 line", "x.py")
    assert [option.value for option in CopySheet(raw, "/a").options()] == ["/a"]


def test_the_diff_of_what_is_all_rejected_is_nothing() -> None:
    made = hunk(PATH, PRICE, b"        return s\n", b"        return 1\n")
    shown = review(FileChange(PATH, Present(PRICE), (made,)))
    assert copied(at_head(seen(decided(shown, Reject(made.id))), PATH), ()) is None
