"""The fifteen promises, each with a test of its name that could prove it false.

They are those of the reliability notes, section 5. Each is held more widely elsewhere:

 1  line/test_nothing_changes.py, tui/review/test_gate.py, terminal/test_typed_ahead.py
 2  repo/test_property.py, replay/, repo/test_existence.py
 3  repo/test_kinds.py, repo/test_faults.py, tui/test_app_save.py
 4  review/test_visible.py, terminal/test_terminal.py, plain/test_past.py
 5  tui/conversation/test_typeset.py, tui/review/test_whole.py
 6  promises/test_rows.py (T7 to T9, T17), repo/test_names.py, repo/test_faults.py
 7  review/scrutiny/test_running.py, tui/review/test_care.py
 8  repo/test_hostile.py, line/test_nothing_changes.py, providers/test_openai.py
 9  faults/, repo/test_recover.py, store/test_processes.py
10  repo/test_undo.py, repo/test_property.py, repo/test_any_order.py
11  formats/test_diff_and_patch.py, formats/test_reader.py, line/test_http.py
12  tui/test_app_resume.py, terminal/test_killed.py, store/test_store.py
13  repo/test_land.py, repo/test_hooks.py, repo/test_ground.py
14  config/test_config.py, providers/test_openai.py, test_cli.py
15  repo/test_kinds.py, review/test_place.py, tui/review/test_wording.py
"""

from __future__ import annotations

import asyncio
import io
import os
import shutil
import socket
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from rich.segment import Segment

from pairtui.config import Config, NoEndpoint, Paths, load_config
from pairtui.landing import Landed, NotLanded, SaveChoice, Undone
from pairtui.plain.ask import ask, asked_from
from pairtui.proposal import Absent, ChangeMode, FileChange, Hunk, Proposal, digest
from pairtui.providers.faults import message_in
from pairtui.providers.openai import OpenAIProvider
from pairtui.providers.scripted import Reply, ScriptedProvider
from pairtui.repo.recover import finish, interrupted
from pairtui.review.counts import counts
from pairtui.review.decide import Batch, Reject, Review, Rewrite, Take, decide
from pairtui.review.result import FileResult, results
from pairtui.session.land import draft_message
from pairtui.tui.conversation.pane import SOON
from pairtui.tui.review.gate import Gate
from pairtui.tui.review.verdicts import LeftOut, rest
from pairtui.tui.review.wording import wording
from tests.formats.replies import edits as read_edits
from tests.formats.replies import read as read_reply
from tests.line.line import decided, edit, seen, session_on, talk
from tests.line.test_nothing_changes import everything as every_byte
from tests.providers.server import Reply as Answer
from tests.providers.server import serve
from tests.repo.test_existence import TWO, raw, state, taken
from tests.repo.test_recover import Cut, cut_at
from tests.repo.workbench import Bench
from tests.review.made import change, proposal
from tests.tui.stage import PRICE, TWO_CHANGES, Stage, on_stage, repository

LINES = b"one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n"
NEW = LINES.replace(b"two", b"2")
EVIL = "\x1b]52;c;aGk=\x07 \x9b31m \u202etxt.\u200bexe \U000e0041"
MARKUP = "[/x] [@click=app.quit]here[/] [link=http://evil]there[/link] [bold red]"
FIRST = edit("a.txt", "two", "2", "Shorter.")


@pytest.fixture
def on(tmp_path: Path) -> Bench:
    bench = Bench.make(tmp_path / "repo")
    bench.commit({"a.txt": LINES, "b.txt": b"b\n"})
    return bench


async def proposed(on: Bench, reply: str = FIRST) -> Proposal:
    heard = await talk(session_on(on.root, ScriptedProvider([Reply(reply)])), "do it", "a.txt")
    return heard.proposal


@pytest.mark.anyio
async def test_promise_01_nothing_changes_before_a_key_that_saves(on: Bench) -> None:
    on.put("b.txt", b"mine\n")
    before = every_byte(on.root)
    session = session_on(on.root, ScriptedProvider([Reply(FIRST)]))
    made = (await talk(session, "do it", "a.txt")).proposal
    (hunk,) = made.hunks
    review = decided(made, Reject(hunk.id, "no"), Take(hunk.id))
    plan = await session.plan(review)
    assert every_byte(on.root) == before
    landed = await session.save(review, plan, SaveChoice("commit", "x"), lambda _: None)
    assert isinstance(landed, Landed)
    assert every_byte(on.root) != before
    # And the key counts only for what was painted when it was pressed.
    shown = Gate().aim("one", asked=True).show("one", 10.0)
    assert shown.press("a", 10.1, deciding=True)[1] == "go"
    assert shown.aim("two", asked=True).press("a", 10.1, deciding=True)[1] == "not yet"


def test_promise_02_what_was_shown_is_what_lands(on: Bench) -> None:
    on.put("a.txt", LINES.replace(b"nine", b"nine of mine"))
    review = taken(on, TWO, ChangeMode("b.txt", executable=True))
    shown = {result.path: digest(result.data or b"") for result in results(review)}
    landed = on.saved(*results(review))
    assert {path: digest(on.data(path)) for path in shown} == shown
    assert raw(on) == ["100644 100644 M a.txt", "100644 100755 M b.txt"]
    assert on.blob("HEAD:a.txt") == NEW
    assert on.data("a.txt") == NEW.replace(b"nine", b"nine of mine")
    assert landed.committed == ("a.txt", "b.txt")


@pytest.mark.anyio
@pytest.mark.parametrize("what", ["content", "type", "mode", "branch", "commit"])
async def test_promise_03_what_changed_since_it_was_shown_is_not_written(
    on: Bench, what: str
) -> None:
    session = session_on(on.root, ScriptedProvider([Reply(FIRST)]))
    made = (await talk(session, "do it", "a.txt")).proposal
    review = decided(made, *(Take(hunk.id) for hunk in made.hunks))
    plan = await session.plan(review)
    place = on.root / "a.txt"
    match what:
        case "content":
            place.write_bytes(LINES.replace(b"nine", b"NINE"))
        case "type":
            place.rename(on.root / "moved.txt")
            place.symlink_to("moved.txt")
        case "mode":
            place.chmod(0o755)
        case "branch":
            on.git("switch", "--quiet", "-c", "other")
        case "commit":
            on.commit({"b.txt": b"B\n"})
    before = every_byte(on.root)
    refused = await session.save(review, plan, SaveChoice("commit", "x"), lambda _: None)
    assert isinstance(refused, NotLanded)
    assert every_byte(on.root) == before


def raw_characters(text: str) -> list[str]:
    """Return what of a text would act on a terminal, or could not be seen there."""
    kinds = ("Cc", "Cf", "Cs", "Co", "Cn")
    return [one for one in text if one not in "\n\t" and unicodedata.category(one) in kinds]


def rows(stage: Stage) -> list[list[Segment]]:
    return [list(strip) for strip in stage.app.screen._compositor.render_strips()]


def text_of(painted: Iterable[Iterable[Segment]]) -> str:
    return "\n".join("".join(part.text for part in row) for row in painted)


HOSTILE = f"TITLE: {EVIL}\n\nLook: {EVIL}\n\n" + edit(
    "price.py", "    return sum(items)", f"    return '{EVIL}'", EVIL
)


@pytest.mark.anyio
async def test_promise_04_nothing_hidden_reaches_terminal_log_or_export(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, HOSTILE) as stage:
        await stage.say("fix @price.py")
        stage.main.say("error", f"git says {EVIL}")
        await stage.press("ctrl+g", "i")
        painted = text_of(rows(stage))
        await stage.press("escape")
        painted += text_of(rows(stage))
        review = stage.review
    assert raw_characters(painted) == []
    assert "\\x1b]52;c;aGk=\\x07 \\x9b31m" in painted
    assert "U+202Etxt.U+200Bexe U+E0041" in painted
    review = decide(review, Take(next(iter(review.proposal.hunks)).id))
    assert raw_characters(draft_message(review)) == []
    out, err = io.StringIO(), io.StringIO()
    session = session_on(root, ScriptedProvider([Reply(HOSTILE)]))
    asked = await asked_from(session, "do it", ("price.py",), err, "")
    assert asked
    await ask(session, asked, out, err, json=False)
    assert raw_characters(out.getvalue() + err.getvalue()) == []
    assert "1 lines hold characters that cannot be seen" in err.getvalue()


@pytest.mark.anyio
async def test_promise_05_text_never_becomes_markup_a_link_or_an_action(tmp_path: Path) -> None:
    reply = f"TITLE: {MARKUP}\n\nLook: {MARKUP}\n\n" + edit(
        "price.py", "    return sum(items)", f"    return '{MARKUP}'", MARKUP
    )
    async with on_stage(repository(tmp_path / "shop"), reply, size=(200, 40)) as stage:
        await stage.say("fix @price.py")
        stage.main.say("error", MARKUP)
        await stage.press("ctrl+g", "i")
        painted = rows(stage)
        assert stage.app.is_running
    assert text_of(painted).count("[@click=app.quit]here[/]") >= 4
    for part in chain.from_iterable(painted):
        assert part.style is None or "app.quit" not in str(part.style.meta)
        assert part.style is None or part.style.link is None


def test_promise_06_nothing_is_written_outside_or_into_git(on: Bench, tmp_path: Path) -> None:
    (on.root / "link").symlink_to(tmp_path)
    (on.root / "inside").symlink_to(".git")
    os.mkfifo(on.root / "pipe")
    before = every_byte(tmp_path)
    outside = ("../x", "/tmp/pairtui-x", "link/x", "inside/x", "pipe", ".git/x", "a/.GIT/x")  # noqa: S108 - refused
    for path in outside:
        assert path in on.refused(FileResult(path, Absent(), b"x", 0o644, ()), mode="write").stale
    assert every_byte(tmp_path) == before


def test_promise_07_what_can_run_code_is_never_part_of_a_bulk_take() -> None:
    made = change(b"on: push\n", (0, 9, b"on: [push]\n"))
    hunks = tuple(replace(hunk, path=".github/workflows/ci.yml") for hunk in made.hunks)
    workflow = FileChange(".github/workflows/ci.yml", made.base, hunks)
    review = seen(Review(proposal(workflow)))
    assert rest(review, workflow.path, "take") == (Batch(()), LeftOut(care=1))
    assert rest(review, workflow.path, "reject") == (Batch(()), LeftOut(care=1))
    new = Hunk("n", "conftest.py", 0, 0, b"", b"import os\n")
    fresh = seen(Review(proposal(FileChange("conftest.py", Absent(), (new,)))))
    assert rest(fresh, "conftest.py", "take") == (Batch(()), LeftOut(care=1))


@pytest.mark.anyio
async def test_promise_08_looking_runs_nothing_and_asks_one_host(
    on: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran, script = tmp_path / "ran", tmp_path / "evil"
    script.write_text(f"#!/bin/sh\necho $0 >> '{ran}'\ncat\n")
    script.chmod(0o755)
    for name in ("core.fsmonitor", "core.pager", "diff.external", "diff.e.textconv"):
        on.git("config", name, str(script))
    on.git("config", "filter.e.clean", str(script))
    on.git("config", "alias.status", f"!{script}")
    for hook in ("post-index-change", "reference-transaction", "pre-commit"):
        on.hook(hook, f"echo {hook} >> '{ran}'")
    on.put(".gitattributes", b"* filter=e diff=e\n")
    asked: list[Any] = []
    connect = socket.socket.connect

    def noted(self: socket.socket, address: Any) -> None:
        asked.append(address)
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", noted)
    with serve(Answer(FIRST), models=["one"]) as server:
        provider = OpenAIProvider(server.url, "k")
        session = session_on(on.root, provider, "openai")
        made = (await talk(session, "do it", "a.txt")).proposal
        review = decided(made, *(Reject(hunk.id) for hunk in made.hunks))
        await session.watch.refresh(review)
        await session.plan(decided(made, *(Take(hunk.id) for hunk in made.hunks)))
        await session.aclose()
    assert not ran.exists(), ran.read_text()
    port = int(server.url.split(":")[2].split("/")[0])
    assert set(asked) == {("127.0.0.1", port)}
    on.git("add", "a.txt")
    assert ran.exists(), "git itself would have run it"


@pytest.mark.parametrize("step", ["swap a.txt", "swap b.txt", "commit", "stage"])
def test_promise_09_cut_off_every_file_is_old_or_new_and_the_next_start_says_which(
    on: Bench, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, wanted = on.head, {"a.txt": NEW, "b.txt": b"B\n"}
    old = {path: on.data(path) for path in wanted}
    with monkeypatch.context() as dead:
        # A process that is killed clears nothing up.
        dead.setattr("pairtui.repo.write._go_back", lambda swaps: ())
        with pytest.raises(Cut):
            on.land(*(on.taken(path, new) for path, new in wanted.items()), point=cut_at(step))
    (cut,) = interrupted(on.repo, on.journal)
    now = {path: on.data(path) for path in wanted}
    for path, fate in cut.fates.items():
        assert now[path] == {"applied": wanted, "not applied": old}[fate][path]
    assert {path: on.data(path) for path in wanted} == now, "looking has touched nothing"
    assert isinstance(finish(on.repo, cut.intent, journal=on.journal), Landed)
    assert interrupted(on.repo, on.journal) == ()
    assert {path: on.data(path) for path in wanted} == wanted
    assert on.says("rev-list", "--count", f"{first}..HEAD") == "1"
    on.clean_up_is_done()


def test_promise_10_undo_is_exact_or_refused_and_history_only_grows(on: Bench) -> None:
    (on.root / "a.txt").chmod(0o640)
    before = state(on)
    first = on.saved(on.taken("a.txt", NEW))
    on.undone(first)
    assert state(on) == before
    back = on.undo(on.saved(on.taken("a.txt", NEW)))
    assert isinstance(back, Undone)
    third = on.journal.operations()[-2].result
    assert third is not None
    assert third.landed is not None
    saved = on.redone(back, third.landed)
    assert (on.head, on.data("a.txt"), on.status()) == (third.landed.commit, NEW, b"")
    on.undone(saved)
    assert state(on) == before
    kept = on.journal.operations()
    second = on.saved(on.taken("a.txt", NEW))
    on.put("a.txt", NEW.replace(b"2", b"2 of mine"))
    mine = state(on)
    refused = on.undo(second)
    assert isinstance(refused, NotLanded)
    assert list(refused.stale) == ["a.txt"]
    assert state(on) == mine
    assert on.journal.operations()[: len(kept)] == kept


REPLIES = {
    "search/replace": FIRST + edit("a.txt", "six", "6"),
    "unified diff": "--- a/a.txt\n+++ b/a.txt\n@@ -2,1 +2,1 @@\n-two\n+2\n",
    "V4A": "*** Begin Patch\n*** Update File: a.txt\n@@\n-two\n+2 or 22\n*** End Patch\n",
    "whole file": "a.txt (whole file)\n````\none\n2\n````\n",
}


@pytest.mark.parametrize("form", REPLIES)
def test_promise_11_of_a_reply_that_was_cut_off_nothing_unfinished_can_be_taken(form: str) -> None:
    reply = REPLIES[form]
    whole = read_edits(read_reply(reply, known=("a.txt",)))
    assert whole
    for cut in range(len(reply.rstrip("`\n"))):
        found = read_edits(read_reply(reply[:cut], known=("a.txt",), finished=False))
        assert found == whole[: len(found)], reply[:cut]
        assert len(found) < len(whole), reply[:cut]


@pytest.mark.anyio
async def test_promise_12_a_crash_costs_no_more_than_the_last_second_of_typing(
    tmp_path: Path,
) -> None:
    root, crashed = repository(tmp_path / "shop"), tmp_path / "crashed"
    assert SOON <= 1.0
    async with on_stage(root, TWO_CHANGES, kept=True) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "a")
        await stage.until(lambda: counts(stage.review).taken == 1)
        await stage.press("ctrl+g")
        await stage.type("and then")
        kept = (await stage.main.session()).keep
        await stage.until(lambda: stage.main.pane._soon is None)
        await asyncio.wrap_future(kept._writing._thread.submit(lambda: None))
        # What a killed process leaves is what is on the disk at this moment.
        shutil.copytree(root, crashed)
        stage.app.end(0)
        await stage.until(lambda: not stage.app.is_running)
    async with on_stage(crashed, kept=True) as stage:
        await stage.until(lambda: stage.main.pane.prompt.text == "and then")
        await stage.until(lambda: counts(stage.review).taken == 1)
        assert "you: fix @price.py" in stage.said
        assert counts(stage.review).open == 1
    assert (crashed / "price.py").read_text() == PRICE


def test_promise_13_the_persons_work_locks_hooks_settings_and_signing_are_respected(
    on: Bench,
) -> None:
    on.put("b.txt", b"stashed\n")
    on.git("stash", "--quiet")
    on.put("b.txt", b"staged\n")
    on.git("add", "b.txt")
    on.put("b.txt", b"dirty\n")
    on.put("new.txt", b"untracked\n")
    on.hook("pre-commit", "touch .git/hook-ran")
    lock = on.root / ".git/index.lock"
    settings = on.data(".git/config")
    before, stash = on.status(), on.says("rev-parse", "stash")
    result, head = on.taken("a.txt", NEW), on.head
    lock.touch()
    on.refused(result, planned=head)
    assert lock.exists()
    lock.unlink()
    on.saved(result)
    assert (on.root / ".git/hook-ran").exists()
    assert (on.status(), on.says("rev-parse", "stash")) == (before, stash)
    assert (on.blob(":b.txt"), on.data("b.txt")) == (b"staged\n", b"dirty\n")
    assert on.says("diff", "--name-only", "HEAD^", "HEAD") == "a.txt"
    assert on.data(".git/config") == settings
    on.git("config", "commit.gpgsign", "true")
    on.git("config", "gpg.program", "false")
    head = on.head
    assert "signed" in on.refused(on.taken("a.txt", LINES)).says
    assert on.head == head


def test_promise_14_endpoint_and_key_are_the_persons_own_and_the_key_is_never_shown(
    on: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, key = "http://127.0.0.1:9/v1", "nothing.like.others"
    on.put(".env", f"OPENAI_BASE_URL={url}\nOPENAI_API_KEY={key}\n".encode())
    planted = f'base_url = "{url}"\napi_key = "{key}"\napi_key_command = ["touch", "ran"]\n'
    for name in ("config.toml", "pairtui.toml", ".pairtui/config.toml", ".git/pairtui/config.toml"):
        on.put(name, planted.encode())
    on.git("config", "pairtui.baseurl", url)
    monkeypatch.chdir(on.root)
    paths = Paths(*(tmp_path / name for name in ("c", "d", "s", "k")))
    config = load_config({}, {}, paths)
    assert config == Config(paths)
    assert isinstance(config.endpoint(None), NoEndpoint)
    own = load_config({}, {"OPENAI_API_KEY": key, "OPENAI_BASE_URL": url}, paths)
    assert own.base_url == url
    assert key not in repr(own)
    assert key not in repr(own.endpoint(None))
    body = f'{{"error": {{"message": "wrong key {key}, header Bearer {key}"}}}}'.encode()
    assert message_in(body, key) == "wrong key [key], header [key]"


def test_promise_15_unchanged_bytes_stay_unchanged_also_after_an_edit(on: Bench) -> None:
    odd = b"\xef\xbb\xbfone\r\ntwo \t\r\nthree\n\x0cfour\xc2\x85five\xe2\x80\xa8six\rseven"
    on.commit({"a.txt": odd})
    (on.root / "a.txt").chmod(0o755)
    on.git("commit", "--quiet", "--all", "-m", "it runs")
    (hunk,) = taken(on, replace(TWO, search="two \t", replace="2 \t")).proposal.hunks
    made = wording(hunk, hunk.new)
    assert made.encode(made.text) == hunk.new
    edited = made.encode(made.text.replace("2", "2 by hand"))
    review = taken(on, replace(TWO, search="two \t", replace="2 \t"))
    on.saved(*results(decide(review, Rewrite(hunk.id, edited))))
    want = odd.replace(b"two", b"2 by hand")
    assert on.data("a.txt") == on.blob("HEAD:a.txt") == want
    assert (on.root / "a.txt").stat().st_mode & 0o777 == 0o755
