"""The prompt as a widget."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot

from pairtui.tui.conversation.completing import Word
from pairtui.tui.conversation.prompt import Prompt

pytestmark = pytest.mark.anyio


class Host(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Message] = []

    def compose(self) -> ComposeResult:
        yield Prompt()

    def on_prompt_submitted(self, event: Prompt.Submitted) -> None:
        self.heard.append(event)

    def on_prompt_completing(self, event: Prompt.Completing) -> None:
        self.heard.append(event)

    def on_prompt_pane_asked(self, event: Prompt.PaneAsked) -> None:
        self.heard.append(event)

    def on_prompt_escaped(self, event: Prompt.Escaped) -> None:
        self.heard.append(event)

    def on_prompt_pasted(self, event: Prompt.Pasted) -> None:
        self.heard.append(event)


@asynccontextmanager
async def shown() -> AsyncIterator[tuple[Prompt, Pilot[None], list[Message]]]:
    app = Host()
    async with app.run_test(size=(40, 20)) as pilot:
        prompt = app.query_one(Prompt)
        prompt.focus()
        await pilot.pause()
        yield prompt, pilot, app.heard


async def test_enter_sends_and_control_j_breaks_the_line() -> None:
    async with shown() as (prompt, pilot, heard):
        await pilot.press(*"one", "ctrl+j", *"two")
        await pilot.pause()
        assert prompt.text == "one\ntwo"
        assert prompt.size.height == 2
        await pilot.press("enter")
        await pilot.pause()
        assert [one.text for one in heard if isinstance(one, Prompt.Submitted)] == ["one\ntwo"]
        assert prompt.text == ""
        assert prompt.size.height == 1


async def test_keys_that_come_all_at_once_keep_their_order() -> None:
    async with shown() as (prompt, pilot, heard):
        typed = [("a", "a"), ("ctrl+j", "\n"), ("b", "b"), ("backspace", "\x7f"), ("c", "c")]
        for key, character in [*typed, ("enter", "\r"), ("d", "d")]:
            pilot.app.post_message(events.Key(key, character))
        await pilot.pause()
        assert [one.text for one in heard if isinstance(one, Prompt.Submitted)] == ["a\nc"]
        assert prompt.text == "d"


async def test_an_empty_prompt_sends_nothing_and_tab_changes_the_pane() -> None:
    async with shown() as (_, pilot, heard):
        await pilot.press("enter", "tab")
        await pilot.pause()
        assert [type(one).__name__ for one in heard] == ["PaneAsked"]


async def test_tab_with_words_stays_here() -> None:
    async with shown() as (prompt, pilot, heard):
        await pilot.press(*"word", "tab")
        await pilot.pause()
        assert prompt.has_focus
        assert heard == []


async def test_it_grows_to_eight_rows() -> None:
    async with shown() as (prompt, pilot, _):
        prompt.write("\n".join("abcdefghijkl"))
        await pilot.pause()
        assert prompt.size.height == 8


async def test_up_and_down_recall_from_the_edge_lines_only() -> None:
    async with shown() as (prompt, pilot, _):
        for text in ("first", "second"):
            prompt.write(text)
            await pilot.press("enter")
        prompt.write("top\nbottom")
        await pilot.press("up")
        assert prompt.text == "top\nbottom"
        await pilot.press("up")
        assert prompt.text == "second"
        await pilot.press("up")
        assert prompt.text == "first"
        await pilot.press("down", "down")
        assert prompt.text == "top\nbottom"


async def test_pasting_sends_nothing_and_leaves_control_characters_out() -> None:
    async with shown() as (prompt, pilot, heard):
        prompt.post_message(events.Paste("one\r\ntwo\rthree\x1b[31m\n"))
        await pilot.pause()
        assert prompt.text == "one\ntwo\nthree[31m\n"
        assert [one.dropped for one in heard if isinstance(one, Prompt.Pasted)] == [1]
        assert not any(isinstance(one, Prompt.Submitted) for one in heard)


async def test_tab_waits_for_the_list_of_what_is_typed_and_takes_the_only_one() -> None:
    async with shown() as (prompt, pilot, _):
        await pilot.press(*"see @m")
        prompt.offered(("main.py", "my.py", "test.md"))
        await pilot.press("down", *"y", "tab")  # the list on the screen is of @m still
        await pilot.pause()
        assert prompt.text == "see @my"
        prompt.offered(("my.py",))
        await pilot.pause()
        assert prompt.text == "see @my.py "


async def test_an_early_tab_chooses_nothing_among_several_and_enter_sends_what_is_typed() -> None:
    async with shown() as (prompt, pilot, heard):
        await pilot.press(*"see @m", "tab")
        prompt.offered(("main.py", "my.py"))
        await pilot.pause()
        assert prompt.text == "see @m"
        await pilot.press("down", *"y", "enter")
        await pilot.pause()
        assert [one.text for one in heard if isinstance(one, Prompt.Submitted)] == ["see @my"]


async def test_a_word_to_complete_is_said_once_and_the_chosen_option_taken() -> None:
    async with shown() as (prompt, pilot, heard):
        await pilot.press(*"see @m")
        await pilot.pause()
        found = [one.word for one in heard if isinstance(one, Prompt.Completing)]
        assert found == [Word("file", ""), Word("file", "m")]
        prompt.options = ("main.py", "more.py")
        await pilot.press("down", "down", "enter")
        assert prompt.text == "see @more.py "


async def test_escape_closes_one_thing_a_press() -> None:
    async with shown() as (prompt, pilot, heard):
        prompt.write("@m")
        await pilot.pause()
        heard.clear()
        prompt.options = ("main.py",)
        prompt.select_all()
        seen: list[tuple[int, str, int]] = []
        for _ in range(2):
            await pilot.press("escape")
            seen.append((len(prompt.options), prompt.selected_text, len(heard)))
        assert seen == [(0, "@m", 0), (0, "", 0)]
        await pilot.press("escape")
        await pilot.pause()
        assert [type(one).__name__ for one in heard] == ["Escaped"]


async def test_what_could_not_be_sent_comes_back_and_what_was_typed_is_not_lost() -> None:
    async with shown() as (prompt, pilot, _):
        await pilot.press(*"sent", "enter", *"next")
        prompt.give_back("sent")
        assert prompt.text == "sent"
        await pilot.press("up")
        assert prompt.text == "next"


async def test_a_recalled_text_opens_no_list_until_it_is_changed() -> None:
    async with shown() as (prompt, pilot, heard):
        for words in ("look at @one", "and @two"):
            await pilot.press(*words, "enter")
            await pilot.pause()
        await pilot.pause()
        heard.clear()
        await pilot.press("up")
        await pilot.pause()
        await pilot.press("up")
        await pilot.pause()
        assert prompt.text == "look at @one"
        assert [one for one in heard if isinstance(one, Prompt.Completing)] == []
        await pilot.press("s")
        await pilot.pause()
        await pilot.press("backspace")
        await pilot.pause()
        found = [one.word for one in heard if isinstance(one, Prompt.Completing)]
        assert found == [Word("file", "ones"), Word("file", "one")]


LONG = "".join(f"row {number}\n" for number in range(120))
LABEL = "⟦pasted 120 lines⟧"


async def paste(prompt: Prompt, pilot: Pilot[None], text: str) -> None:
    prompt.post_message(events.Paste(text))
    await pilot.pause()


async def test_a_long_paste_is_one_thing_and_is_sent_whole() -> None:
    async with shown() as (prompt, pilot, heard):
        await pilot.press(*"see ")
        await paste(prompt, pilot, LONG.replace("\n", "\r\n") + "\x1b")
        assert prompt.text == f"see {LABEL}"
        await pilot.press(*" ok", "left", "left", "left", "left", *"<")
        assert prompt.text == f"see <{LABEL} ok"
        await pilot.press("enter")
        await pilot.pause()
        assert [one.text for one in heard if isinstance(one, Prompt.Submitted)] == [
            f"see <{LONG} ok"
        ]
        assert [(one.folded, one.dropped) for one in heard if isinstance(one, Prompt.Pasted)] == [
            (True, 1)
        ]
        await pilot.press("up")
        assert prompt.text == f"see <{LABEL} ok"
        assert prompt.whole == f"see <{LONG} ok"


async def test_one_backspace_takes_a_paste_out_and_undo_brings_it_back() -> None:
    async with shown() as (prompt, pilot, _):
        await pilot.press("a")
        await paste(prompt, pilot, LONG)
        await pilot.press("backspace")
        assert prompt.text == "a"
        await pilot.press("ctrl+z")
        assert prompt.whole == f"a{LONG}"
        for keys, left in ((("home", "right", "delete"), "a"), (("end", "ctrl+w"), "a")):
            prompt.write(f"a{LONG}")
            await pilot.press(*keys)
            assert prompt.text == left


async def test_the_cursor_never_stands_in_a_label() -> None:
    async with shown() as (prompt, pilot, _):
        await paste(prompt, pilot, LONG)
        prompt.move_cursor((0, 5))
        assert prompt.cursor_location in ((0, 0), (0, len(LABEL)))
        await pilot.press("home", "shift+right")
        assert prompt.selected_text == LABEL


async def test_two_pastes_are_two_and_what_is_typed_like_one_is_none() -> None:
    async with shown() as (prompt, pilot, _):
        await paste(prompt, pilot, LONG)
        await paste(prompt, pilot, LONG.upper())
        await paste(prompt, pilot, "⟦pasted 7 lines⟧" + "x" * 1001)
        assert prompt.text == f"{LABEL}⟦pasted 120 lines, 2⟧⟦pasted 1017 characters⟧"
        prompt.insert("⟦pasted 7 lines⟧")
        assert prompt.whole == (f"{LONG}{LONG.upper()}⟦pasted 7 lines⟧{'x' * 1001}⟦pasted 7 lines⟧")


async def test_a_paste_is_opened_where_the_cursor_is() -> None:
    async with shown() as (prompt, pilot, _):
        await paste(prompt, pilot, LONG)
        await paste(prompt, pilot, LONG.upper())
        await pilot.press("f2")
        assert prompt.text == f"{LABEL}{LONG.upper()}"
        await pilot.press("f2")
        assert prompt.text == LONG + LONG.upper()


async def test_what_an_editor_made_of_it_comes_back_whole() -> None:
    async with shown() as (prompt, pilot, _):
        await paste(prompt, pilot, LONG)
        prompt.write_from(f"before\n{prompt.whole}after\n".encode())
        assert prompt.text == f"before\n{LABEL}after"
        prompt.write_from(prompt.whole.replace("row 7\n", "row seven\n").encode())
        assert prompt.text == f"before\n{LONG}after".replace("row 7\n", "row seven\n")
