"""The main job from the first word to an undone save, in a real terminal."""

from __future__ import annotations

import pytest

from tests.providers.server import Body, Reply
from tests.terminal.conftest import SitDown
from tests.terminal.desk import DONE, ESC, NEW_LINE, edit

SIZES = [(120, 40), (80, 24)]
LOOKED_AGAIN = 2.5
"""Seconds after which the program has looked at its files again."""
ASK = "@article.md shorten the first two paragraphs"
FIRST = "Our village library is above the bakery."
SECOND = "The library opens on three afternoons a week."


def paragraphs(body: Body) -> list[str]:
    """Return the paragraphs of the article as the model was shown it."""
    shown: str = body["messages"][-1]["content"]
    return [line for line in shown.splitlines() if len(line) > 250]


def begins(paragraph: str, sentence: str) -> str:
    """Return a paragraph with another first sentence."""
    return f"{sentence} {paragraph.partition('. ')[2]}"


def two_edits(body: Body) -> Reply:
    """Answer with one change of each of the first two paragraphs."""
    first, second = paragraphs(body)[:2]
    return Reply(
        "Both can say it in fewer words.\n\nTITLE: Shorten the opening\n\n"
        + edit("article.md", first, begins(first, FIRST), "The first one repeats itself.")
        + edit("article.md", second, begins(second, SECOND), "The second one too.")
    )


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_one_change_of_two_is_saved_and_undone(demo: SitDown, columns: int, rows: int) -> None:
    desk = demo(two_edits, columns=columns, rows=rows)
    shown = desk.terminal
    before = desk.read("article.md")
    head = desk.git("rev-parse", "HEAD")
    untouched = desk.everything()
    desk.ask(ASK)
    shown.wait_for(r"(?s)→ change.*→ change")
    desk.to_review()
    assert "Shorten the opening" in shown.screen
    desk.press("a", "1 taken")
    assert "1 open" in shown.screen
    assert desk.everything() == untouched
    desk.press("\r", "Save 1 change in 1 file on main")
    assert desk.everything() == untouched
    desk.press("\r", "saved · U undoes")

    after = desk.read("article.md")
    first = before.splitlines()[2]
    assert after == before.replace(first, begins(first, FIRST))
    assert desk.git("show", "HEAD:article.md") == after
    assert desk.git("show", "--format=", "--numstat", "HEAD") == "1\t1\tarticle.md\n"
    assert desk.git("status", "--porcelain") == ""
    assert desk.git("rev-parse", "HEAD~1") == head
    shown.pause(LOOKED_AGAIN)
    assert "1 saved  1 open" in shown.screen

    desk.press("U", "Undo the save")
    assert "article.md" in shown.screen
    desk.press("\r", "the save is undone")
    assert desk.read("article.md") == before
    assert desk.git("status", "--porcelain") == ""
    assert desk.git("rev-parse", "HEAD") == head

    desk.leave()
    assert str(desk.root) in shown.screen.replace("\n", "")


def test_a_refusal_with_its_reason_is_what_the_model_hears_next(sit_down: SitDown) -> None:
    desk = sit_down(two_edits)
    shown = desk.terminal
    desk.ask(ASK)
    shown.wait_for("2 open")
    desk.to_review()
    desk.press("r", "(?i)say why")
    shown.send("keep the year")
    shown.wait_for("keep the year")
    shown.send("\r")
    shown.wait_for("1 rejected")
    desk.press("a", "1 taken")
    desk.wait_said("AI will be told: 1 taken, 1 refused: k")
    desk.to_prompt()
    desk.ask("what do you think of it now?")
    shown.wait_until(lambda: len(desk.server.requests) == 2, 10, "a second request")
    assert "keep the year" in str(desk.server.requests[1]["messages"])


def test_a_change_is_rewritten_in_place_and_saved_as_written(sit_down: SitDown) -> None:
    desk = sit_down(two_edits)
    shown = desk.terminal
    desk.ask(ASK)
    shown.wait_for("2 open")
    desk.to_review()
    desk.press("e", "Ctrl\\+S")
    shown.send("\x1b[F")
    shown.send(" I like it.")
    shown.wait_for("I like it")
    shown.send(DONE)
    shown.wait_for("1 (edited|yours)")
    desk.press("\r", "Save 1 change in 1 file on main")
    desk.press("\r", "saved · U undoes")
    desk.wait_said("✔ Saved commit " + desk.git("rev-parse", "HEAD")[:7])
    assert f"{FIRST} I like it. Most" in desk.git("show", "HEAD:article.md")
    assert desk.git("show", "HEAD:article.md") == desk.read("article.md")
    assert SECOND not in desk.read("article.md")


def test_escape_sequences_of_a_model_never_reach_the_terminal(sit_down: SitDown) -> None:
    evil = [
        "\x1b]0;owned\x07",
        "\x1b]52;c;b3duZWQ=\x07",
        "\x1b[31;5mred\x1b[0m",
        "\x1b[8;1;1t",
        "\x9b31m",
        "\x1bPq\x1b\\",
        "\u202ereversed",
        "[bold]markup[/bold]",
    ]

    def answer(body: Body) -> Reply:
        if len(paragraphs(body)) < 2:  # it is asked once more for what could not be placed
            return Reply("I cannot.")
        first, second = paragraphs(body)[:2]
        return Reply(
            "So: "
            + " ".join(evil)
            + "\n\nTITLE: \x1b]0;title\x07 of it\n\n"
            + edit("article.md", first, " ".join(evil), "why \x1b]0;why\x07")
            + edit("\x1b]0;name\x07.md", second, "x", "nowhere"),
            piece=3,
        )

    desk = sit_down(answer)
    shown = desk.terminal
    ours = set(shown.emulator.sequences)
    desk.ask(ASK)
    shown.wait_for("1 open")
    desk.to_review()
    for key in ("G", "g", "i"):
        shown.send(key)
        shown.settle(100)
    raw = bytes(shown.raw)
    for trace in (b"]0;owned", b"]0;title", b"]0;why", b"]0;name", b"b3duZWQ"):
        assert b"\x1b" + trace not in raw
    assert b"\x1b[31;5m" not in raw
    assert b"\x1b[8;1;1t" not in raw
    assert "\x9b".encode() not in raw
    assert b"\x1bP" not in raw
    assert "\u202e".encode() not in raw
    assert not {kind for kind in shown.emulator.sequences if kind.startswith(("OSC", "DCS"))} - ours
    assert "\\x1b" in shown.screen
    assert "[bold]markup[/bold]" in " ".join(shown.screen.split())


def test_esc_stops_the_answer_and_what_was_said_stays(sit_down: SitDown) -> None:
    desk = sit_down(Reply("The library is lovely. " * 400, rate=50))
    shown = desk.terminal
    desk.ask("tell me about the library")
    shown.wait_for("The library is lovely")
    shown.send(ESC)
    shown.wait_for("(?i)stopped")
    assert desk.server.hung_up.wait(5)
    assert "The library is lovely" in shown.screen
    mark = shown.mark()
    shown.settle(300)
    shown.pause(0.5)
    assert shown.bytes_since(mark).count(b"lovely") <= 1


def test_after_a_failure_the_words_are_back_and_enter_tries_again(sit_down: SitDown) -> None:
    replies = [Reply(status=401, body='{"error": {"message": "bad key"}}'), Reply("Here I am.")]
    desk = sit_down(replies)
    shown = desk.terminal
    desk.ask("are you there, reader?")
    shown.wait_for("127.0.0.1")
    shown.wait_for("› ?are you there, reader\\?")
    shown.send("\r")
    shown.wait_for("Here I am")


def test_several_lines_go_out_as_one_message(sit_down: SitDown) -> None:
    desk = sit_down(Reply("Yes."))
    shown = desk.terminal
    shown.send("first line" + NEW_LINE + "second line")
    shown.wait_for("second line")
    shown.send("\r")
    shown.wait_for("Yes\\.")
    assert desk.server.requests[0]["messages"][-1]["content"].endswith("first line\nsecond line")
