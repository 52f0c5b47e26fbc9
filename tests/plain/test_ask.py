"""`pairtui ask`: the proposal as a diff or JSON, the rest beside it, nothing written."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from pairtui.money import Limits
from pairtui.plain.ask import ask, asked_from, within
from pairtui.plain.foreseen import show
from pairtui.providers.scripted import Reply, ScriptedProvider
from tests.line.line import edit, session_on
from tests.repo.workbench import Bench

pytestmark = pytest.mark.anyio
FILES = {"a.py": b"x = 1\ny = 2\n", "dos.txt": b"one\r\ntwo\r\n"}


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench.make(tmp_path / "shop")
    made.commit(FILES)
    return made


async def plain(
    bench: Bench,
    *replies: Reply,
    files: tuple[str, ...] = (),
    as_json: bool = False,
    here: str = "",
    words: str = "do it",
) -> tuple[int, str, str]:
    out, err = io.StringIO(newline=""), io.StringIO()
    session = session_on(bench.root, ScriptedProvider(replies))
    asked = await asked_from(session, words, files, err, here)
    code = await ask(session, asked, out, err, json=as_json) if asked else 2
    return code, out.getvalue(), err.getvalue()


async def test_the_diff_is_one_git_can_apply(bench: Bench) -> None:
    reply = "Sure.\n\n" + edit("a.py", "x = 1", "x = 3") + edit("dos.txt", "two", "zwei")
    reply += edit("new/c.py", "", "z = 1")
    code, out, err = await plain(bench, Reply(reply), files=("a.py", "dos.txt"))
    assert code == 0
    assert "Sure." in err
    assert "Sure." not in out
    assert bench.status() == b"", "nothing was written"
    bench.git("apply", feed=out.encode())
    assert bench.data("a.py") == b"x = 3\ny = 2\n"
    assert bench.data("dos.txt") == b"one\r\nzwei\r\n"
    assert bench.data("new/c.py") == b"z = 1\n"


async def test_the_first_use_of_a_host_is_said_once(bench: Bench) -> None:
    class Far(ScriptedProvider):
        host = "api.example.com"

    session = session_on(bench.root, Far([Reply("Nothing to do.")]))
    said = []
    for _ in range(2):
        err = io.StringIO()
        asked = await asked_from(session, "do it", ("a.py",), err, "")
        assert asked
        await ask(session, asked, io.StringIO(), err, json=False)
        said.append(err.getvalue())
    assert "to api.example.com go for the first time: your words, 5 bytes; a.py, " in said[0]
    assert "first time" not in said[1]


async def test_no_proposal_is_1_and_a_fault_is_3(bench: Bench) -> None:
    code, out, err = await plain(bench, Reply("Nothing to do."), files=("a.py",))
    assert (code, out) == (1, "")
    assert "No change was proposed." in err
    code, out, err = await plain(bench, Reply(fault="busy", wait=12), files=("a.py",))
    assert (code, out) == (3, "")
    assert err.count("; asked again in 12 s\n") == 4
    assert "(asked 5 times)" in err


async def test_a_file_that_cannot_come_in_is_2(bench: Bench) -> None:
    code, _, err = await plain(bench, Reply("x"), files=("nope.py",))
    assert code == 2
    assert "nope.py stays out" in err


async def test_json_is_exact_and_has_everything(bench: Bench) -> None:
    evil = "\x1b]52;c;aGk=\x07"
    reply = edit("a.py", "x = 1", f"x = '{evil}'", "Because.") + edit("a.py", "gone", "here")
    code, out, _ = await plain(bench, Reply(reply), files=("a.py",), as_json=True)
    assert code == 0
    assert "\x1b" not in out
    told = json.loads(out)
    (file,) = told["proposal"]["files"]
    (hunk,) = file["hunks"]
    assert hunk["new"] == f"x = '{evil}'\n"
    assert (hunk["line"], hunk["reason"], hunk["old"]) == (1, "Because.", "x = 1\n")
    assert told["proposal"]["unplaced"][0]["why"] == "not found"
    assert told["proposal"]["provenance"]["prompts"]
    assert told["ending"] == "done"


async def test_escape_sequences_are_made_visible_also_in_a_pipe(bench: Bench) -> None:
    evil = "\x1b]52;c;aGk=\x07"
    reply = f"Look {evil}\n\n" + edit("a.py", "x = 1", f"x = '{evil}'")
    code, out, err = await plain(bench, Reply(reply), files=("a.py",))
    assert code == 0
    assert "\x1b" not in out + err
    assert "\x07" not in out + err
    assert "\\x1b]52" in out
    assert "--json is exact" in err


async def test_files_are_named_from_the_folder_one_is_in(bench: Bench) -> None:
    bench.commit({"sub/b.py": b"x = 1\n", "sub/deep/a.py": b"x = 1\n", "other/a.py": b"x = 1\n"})
    reply = Reply(edit("a.py", "x = 1", "x = 3"))

    async def files_of(spec: str, folder: str) -> object:
        here = str(bench.root / folder)
        code, out, err = await plain(bench, reply, files=(spec,), as_json=True, here=here)
        return json.loads(out)["files"] if code != 2 else err

    assert await files_of("../a.py", "sub") == ["a.py"]
    assert await files_of("../../a.py:1-2", "sub/deep") == ["a.py:1-2"]
    assert await files_of(f"{bench.root}/sub/b.py", "sub") == ["sub/b.py"]
    assert await files_of("b.py:1", "sub") == ["sub/b.py:1-1"]
    assert await files_of("./a.py", "sub/deep") == ["sub/deep/a.py"]
    assert await files_of("sub/b.py", "other") == ["sub/b.py"], "from the top, as in the prompt"
    assert "no such file" in str(await files_of("../no.py", "sub"))
    assert "leads out" in str(await files_of("../../a.py", "sub"))


async def test_edits_taken_out_of_an_answer_leave_no_runs_of_empty_lines(bench: Bench) -> None:
    reply = (
        "\n\nFirst.\n\n" + edit("a.py", "x = 1", "x = 3") + "\n\n" + edit("a.py", "y = 2", "y = 3")
    )
    code, _, err = await plain(bench, Reply(reply + "\n\nLast.\n\n"), files=("a.py",))
    assert code == 0
    assert err == "First.\n\nLast.\n"


async def test_a_command_that_only_answers_prints_the_answer(bench: Bench) -> None:
    reply = "It is " + edit("a.py", "x = 1", "x = 3")
    for words in ("/explain the first line", "? what is it"):
        code, out, err = await plain(bench, Reply(reply), files=("a.py",), words=words)
        assert (code, "It is" in out, "SEARCH" in out) == (0, True, True)
        assert "only answers" in err
    code, out, _ = await plain(bench, Reply(fault="busy", wait=1), words="/ask why")
    assert (code, out) == (3, "")
    code, out, _ = await plain(bench, Reply("Because."), words="/ask why", as_json=True)
    assert json.loads(out)["reply"] == "Because."


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("/rename one", "/rename wants OLD NEW"),
        ("/nonsense", "/nonsense is no command; here there are /active, /ask"),
        ("/add a.py", "/add works on the screen"),
        ("/commit", "/commit is about what is taken"),
        ("/proofread", "/proofread is for prose, and there is none"),
    ],
)
async def test_a_command_that_cannot_be_says_why(bench: Bench, words: str, says: str) -> None:
    code, out, err = await plain(bench, Reply("x"), files=("a.py",), words=words)
    assert (code, out) == (2, "")
    assert says in err


async def test_of_a_file_that_is_no_command_it_is_said_why(bench: Bench) -> None:
    bench.put(".pairtui/prompts/command/shout.md", b"no front matter")
    _, _, err = await plain(bench, Reply("x"), files=("a.py",), words="/shout")
    assert ".pairtui/prompts/command/shout.md is no command: " in err
    assert "/shout is no command" in err


async def test_a_command_that_proposes_is_a_diff(bench: Bench) -> None:
    reply = Reply(edit("a.py", "x = 1", "z = 1"))
    code, out, _ = await plain(bench, reply, files=("a.py",), words="/rename x z")
    assert code == 0
    assert "+z = 1" in out


async def test_the_request_is_shown_and_nothing_is_sent(bench: Bench) -> None:
    bench.put("a.py", b"x = '\x1b[2J'\n")
    provider = ScriptedProvider([Reply("No.")])
    session = session_on(bench.root, provider)
    out, err = io.StringIO(), io.StringIO()
    asked = await asked_from(session, "do it", ("a.py",), err, sends=False)
    assert asked is not None
    assert await show(session, asked, out, err, json=False) == 0
    shown = out.getvalue()
    assert "── user · file · a.py · " in shown
    assert "\x1b" not in shown
    assert shown.endswith("tokens\ndo it\n")
    assert err.getvalue().endswith(" tokens, to scripted; nothing was sent.\n")
    out = io.StringIO()
    assert await show(session, asked, out, err, json=True) == 0
    told = json.loads(out.getvalue())
    assert [one["role"] for one in told["messages"]] == ["system", "user"]
    assert "\x1b[2J" in told["messages"][1]["content"]
    assert told["parts"][-1]["kind"] == "words"
    bench.put("a.py", b"x" * 900_000)
    assert await show(session, asked, out, err, json=False) == 1
    assert "leave it out with /drop a.py" in err.getvalue()
    assert provider.requests == []
    await session.aclose()


async def test_a_limit_is_not_passed_unasked(bench: Bench) -> None:
    provider = ScriptedProvider([Reply("Nothing to do.")])
    session = session_on(bench.root, provider)
    session.spending.limits = Limits(turn_tokens=1200)
    err = io.StringIO()
    asked = await asked_from(session, "do it", ("a.py",), err)
    assert asked is not None
    assert not await within(session, asked, err)
    assert "This turn would come to ≈" in err.getvalue()
    assert "--over-limit sends it all the same" in err.getvalue()
    assert not provider.requests
    session.limiting.allow()
    assert await ask(session, asked, io.StringIO(), err, json=False) == 1
    assert len(provider.requests) == 1
    session.spending.limits = Limits()
    assert await within(session, asked, err)


async def test_what_the_ai_asks_to_see_is_said(bench: Bench) -> None:
    code, _, err = await plain(bench, Reply("Not yet.\n\nNEED: dos.txt:1-2\n"), files=("a.py",))
    assert code == 1
    assert "The AI asks to see dos.txt:1-2: name what you want to show" in err
    _, _, err = await plain(bench, Reply("Not yet.\n\nNEED: dos.txt", cut=24), files=("a.py",))
    assert "asks to see" not in err
