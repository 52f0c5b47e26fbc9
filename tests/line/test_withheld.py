"""What may leave the machine: no route carries a secret out, and what comes back is exact."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pairtui.conversation import Asked, Attachment, Conversation, Task, Turn
from pairtui.events import Asking, Ended, Event, Failed, Noted
from pairtui.proposal import Proposal, Provenance, Rename, SearchReplace, Snapshot
from pairtui.providers.openai import OpenAIProvider
from pairtui.providers.scripted import Reply, ScriptedProvider
from pairtui.request import Fault, Request
from pairtui.review.comment import Comment, Remark
from pairtui.review.decide import Reject, Review, Rewrite, Take
from pairtui.review.replay import Standing, advance, retrace
from pairtui.review.round import Sent
from pairtui.session.draft import Draft
from pairtui.session.policy import Policy
from pairtui.session.session import Session
from tests.line.line import Heard, decided, edit, save_well, session_on, talk
from tests.policy.made import ALNUM, TOKENS, drawn, key_block
from tests.providers.server import Reply as HttpReply
from tests.providers.server import serve
from tests.repo.workbench import Bench

pytestmark = pytest.mark.anyio
TOKEN, PASSWORD, KEY = TOKENS["github-token"], drawn(16), key_block()
CONFIG = "\n".join(
    [
        "import os",
        f'TOKEN = "{TOKEN}"',
        f"password = '{PASSWORD}'",
        "KEY = '''",
        *KEY,
        "'''",
        "timeout = 30",
        "retries = 2",
        "",
    ]
)
SECRETS = (TOKEN, PASSWORD, *KEY[1:-1])


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench.make(tmp_path / "shop")
    made.commit({"config.py": CONFIG.encode(), "a.py": b"x = 1\n"})
    return made


def bodies(provider: ScriptedProvider) -> list[str]:
    """Return what went out, a text for each request."""
    return [body(request) for request in provider.requests]


def body(request: Request) -> str:
    return "\n".join(message.text for message in request.messages)


def leaked(provider: ScriptedProvider) -> list[str]:
    return [secret for secret in SECRETS for sent in bodies(provider) if secret in sent]


async def test_a_file_goes_out_covered_and_its_edit_lands_exactly(bench: Bench) -> None:
    back = edit(
        "config.py",
        "TOKEN = \"<withheld:github-token-1>\"\npassword = '<withheld:password-1>'",
        "TOKEN = os.environ['TOKEN']\npassword = '<withheld:password-1>' or None",
    )
    provider = ScriptedProvider([Reply(f"Here <withheld:github-token-1> goes.\n\n{back}")])
    session = session_on(bench.root, provider)
    heard = await talk(session, "read the token from outside", "config.py")
    assert not leaked(provider)
    assert "timeout = 30" in bodies(provider)[0]
    assert "<withheld:github-token-1> goes" in heard.ended.reply, "prose keeps the names"
    (note,) = [one.text for one in heard.of(Noted)]
    assert note.startswith("3 secrets are withheld from the AI: a GitHub token in config.py:2; ")
    assert [one.where for one in session.policy.withheld] == [
        "config.py:2", "config.py:3", "config.py:6",
    ]  # fmt: skip
    review = decided(heard.proposal, *(Take(one.id) for one in heard.proposal.hunks))
    await save_well(session, review)
    wanted = CONFIG.replace(f'"{TOKEN}"', "os.environ['TOKEN']")
    wanted = wanted.replace(f"'{PASSWORD}'", f"'{PASSWORD}' or None")
    assert bench.data("config.py") == wanted.encode()


async def test_what_was_only_looked_at_is_not_said_to_be_withheld(bench: Bench) -> None:
    session = session_on(bench.root, ScriptedProvider([Reply("Nothing.")]))
    looked_at = Conversation((), (Attachment("config.py"),))
    await session.ready()
    await session.foreseeing.about(Asked("What is it?", looked_at))
    assert session.policy.withheld
    heard = await talk(session, "what is one and one?")
    assert [one.text for one in heard.of(Noted)] == []
    heard = await talk(session, "what is it?", "config.py")
    assert "3 secrets are withheld" in heard.of(Noted)[0].text


async def test_lines_of_a_key_are_withheld_where_only_these_come_in(bench: Bench) -> None:
    provider = ScriptedProvider([Reply("Nothing.")])
    session = session_on(bench.root, provider)
    await session.ready()
    some = Conversation((), (Attachment("config.py", (7, 9)),))
    await run(session, Asked("what is this?", some))
    assert not leaked(provider)
    assert "<withheld:private-key-1.3>" in bodies(provider)[0]


async def test_history_words_and_repairs_are_covered(bench: Bench) -> None:
    """A secret that was typed, one the model says again, and real lines near a failed edit."""
    misquoted = edit("config.py", f'TOKEN = "{TOKEN[:-1]}"', "TOKEN = ''")
    provider = ScriptedProvider([Reply(misquoted), Reply("Sorry.")])
    session = session_on(bench.root, provider)
    await session.ready()
    typed = f"my password: {PASSWORD}"
    turns = (Turn(typed, f"I see {TOKEN}.", "done"), Turn("and?", "Well.", "done"))
    heard = await run(session, Asked(f"use {TOKEN}", Conversation(turns)))
    assert len(provider.requests) == 2
    assert "TOKEN" in bodies(provider)[1], "the nearest lines were quoted"
    told = [body(one.request) for one in heard.of(Asking)]
    assert told == bodies(provider), "what is said to be sent is what is sent"
    assert TOKEN not in "".join(bodies(provider))
    assert PASSWORD not in "".join(bodies(provider))
    assert "a GitHub token in what was said earlier" in heard.of(Noted)[0].text


async def test_a_model_that_is_given_one_part_at_a_time_is_given_no_secret(bench: Bench) -> None:
    story = f"The key of the door is {TOKEN} and nobody was told of it by the old man.\n"
    bench.commit({"one.md": story.encode()})
    provider = ScriptedProvider(
        [Reply("The key of the door is <withheld:github-token-1> and no more.")]
    )
    session = session_on(bench.root, provider, "embedded")
    await session.ready()
    item = Attachment("one.md")
    asked = Asked("shorten the first paragraph", Conversation((), (item,)))
    task = await session.task(asked)
    assert isinstance(task, Task)
    await run(session, replace(asked, task=task))
    assert "The key of the door is <withheld:github-token-1>" in bodies(provider)[0]
    assert not leaked(provider)


async def test_what_is_withheld_from_the_next_request_can_be_seen_before(bench: Bench) -> None:
    session = session_on(bench.root, ScriptedProvider([Reply("Well.")]))
    await session.ready()
    lines = Conversation((), (Attachment("config.py", (1, 2)),))
    found = await session.foreseeing.next(Asked(f"what is {TOKENS['npm-token']}?", lines))
    await session.aclose()
    wheres = {where for where, _ in found.withheld}
    assert wheres == {"config.py:2", "your words"}, "only what is in the request"
    shown = found.text + "".join(one.text for one in found.parts)
    assert TOKEN not in shown
    assert TOKENS["npm-token"] not in shown


async def test_a_name_that_was_made_up_is_refused_and_asked_about(bench: Bench) -> None:
    made_up = edit("config.py", "timeout = 30", 'timeout = "<withheld:github-token-7>"')
    provider = ScriptedProvider([Reply(made_up), Reply("Then not.")])
    session = session_on(bench.root, provider)
    heard = await talk(session, "do it", "config.py")
    (lost,) = heard.proposal.unplaced
    assert lost.says.startswith("<withheld:github-token-7> stands for nothing")
    assert not list(heard.proposal.hunks)
    review = Review(heard.proposal)
    assert (await session.by_hand(review, lost)).says == lost.says, "nor can a person place it"
    bench.put("config.py", CONFIG.replace("import os", "import sys").encode())
    assert not (await session.fitting_now(review))[1], "nor does it fit once the file has changed"
    assert "stands for nothing that was withheld" in bodies(provider)[1]


async def test_a_name_that_was_made_up_is_not_placed_after_a_rename_either(bench: Bench) -> None:
    draft = Draft(Policy(bench.repo), Snapshot(), Proposal("p", "", Provenance("AI", "", "")))
    await draft.add(SearchReplace("b.py", "x = 1\n", "x = <withheld:password-3>\n"))
    await draft.add(Rename("a.py", "b.py"))
    assert [one.kind for one in draft.proposal.hunks] == ["rename"]
    assert [one.why for one in draft.proposal.unplaced] == ["withheld"]


@pytest.mark.parametrize("form", ["whole_file", "unified_diff", "v4a", "fenced"])
async def test_every_format_gives_back_what_was_withheld(bench: Bench, form: str) -> None:
    line, new = "password = '<withheld:password-1>'", "password = '<withheld:password-1>' or ''"
    replies = {
        "unified_diff": f"--- a/config.py\n+++ b/config.py\n@@ -2,3 +2,3 @@\n"
        f" TOKEN = \"<withheld:github-token-1>\"\n-{line}\n+{new}\n KEY = '''\n",
        "v4a": "*** Begin Patch\n*** Update File: config.py\n@@\n"
        f" TOKEN = \"<withheld:github-token-1>\"\n-{line}\n+{new}\n KEY = '''\n*** End Patch\n",
        "fenced": f"```\nconfig.py\n<<<<<<< SEARCH\n{line}\n=======\n{new}\n>>>>>>> REPLACE\n```\n",
    }

    class Echo(ScriptedProvider):
        async def stream(self, request: Request):  # type: ignore[no-untyped-def] # noqa: ANN202
            sent = body(request)
            whole = sent[sent.index("import os") : sent.index("retries = 2") + 12]
            text = f"config.py\n````\n{whole.replace(line, new)}````\n"
            self._replies = (Reply(replies.get(form, text)),)
            async for delta in super().stream(request):
                yield delta

    provider = Echo([Reply("")])
    session = session_on(bench.root, provider)
    await session.ready()
    model = session.answerers.model
    assert model is not None
    session.answerers.model = replace(model, format=form)  # type: ignore[arg-type]
    heard = await talk(session, "do it", "config.py")
    (hunk,) = heard.proposal.hunks
    assert hunk.old == f"password = '{PASSWORD}'\n".encode()
    assert hunk.new == f"password = '{PASSWORD}' or ''\n".encode()
    assert not leaked(provider)


async def test_rounds_and_questions_are_covered(bench: Bench) -> None:
    change = edit("config.py", "timeout = 30", f'timeout = 30\nagain = "{TOKEN}"')
    provider = ScriptedProvider([Reply(change), Reply("Because."), Reply("No more.")])
    session = session_on(bench.root, provider)
    heard = await talk(session, "do it", "config.py")
    (hunk,) = heard.proposal.hunks
    assert hunk.new.endswith(f'"{TOKEN}"\n'.encode())
    comment = Comment(1, "config.py", f"use {PASSWORD}", hunk=hunk.id, quote=hunk.new)
    standing = retrace(Standing(Review(heard.proposal)), [Remark(comment)])
    asked, stop = Asked("", Conversation()), asyncio.Event()
    assert not (await session.revising.foresee(asked, standing.review, [comment])).cannot
    await hear(session.revising.explain(asked, standing.review, [comment], stop))
    standing = advance(standing, Sent((1,)))
    await hear(session.revising.send(asked, standing.review, stop))
    assert len(provider.requests) == 3
    assert all("again = " in sent for sent in bodies(provider)[1:])
    assert not leaked(provider)


async def test_files_that_are_kept_out_are_not_sent_by_any_route(bench: Bench) -> None:
    bench.commit({"secret/plan.md": b"the plan\n", ".env": b"A=b\n", "b.md": b"b\n"})
    (bench.root / ".aiignore").write_text("secret/\n")
    guess = edit("secret/plan.md", "the plam", "x") + edit(".env", "A=c", "A=d")
    provider = ScriptedProvider([Reply(guess), Reply("Well.")])
    session = session_on(bench.root, provider)
    heard = await talk(session, "go", "secret/plan.md", ".env", "b.md")
    plan, env = (one.text for one in heard.of(Noted))
    assert plan == "secret/plan.md is not sent: it is not for the AI: .aiignore excludes it"
    assert env.startswith(".env is not sent: it is not for the AI: files of this name hold secrets")
    assert len(provider.requests) == 2
    assert not [sent for sent in bodies(provider) if "the plan\n" in sent or "A=b" in sent]
    assert len(heard.proposal.unplaced) == 2
    named = await session.attaching.mentioned("see @secret/plan.md and @.env")
    assert not named.attached
    assert all("stays out" in line for line in named.says)


async def test_a_guess_at_a_file_that_is_kept_out_tells_nothing_of_it(bench: Bench) -> None:
    bench.commit({"secret/plan.md": b"the plan is this\n"})
    (bench.root / ".pairtuiignore").write_text("secret/\n")
    guess = edit("secret/plan.md", "the plan is that", "x")
    provider = ScriptedProvider([Reply(guess), Reply("Well.")])
    heard = await talk(session_on(bench.root, provider), "go", "a.py")
    assert "it is not for the AI" in heard.proposal.unplaced[0].says
    assert "the plan is this" not in "".join(bodies(provider))


async def test_a_file_that_is_kept_out_since_is_not_sent_with_comments(bench: Bench) -> None:
    provider = ScriptedProvider([Reply(edit("a.py", "x = 1", "x = 2 + 3")), Reply("Hm.")])
    session = session_on(bench.root, provider)
    heard = await talk(session, "do it")
    (hunk,) = heard.proposal.hunks
    comment = Comment(1, "a.py", "why?", hunk=hunk.id, quote=hunk.new)
    standing = retrace(Standing(Review(heard.proposal)), [Remark(comment)])
    (bench.root / ".pairtuiignore").write_text("a.py\n")
    asked, stop = Asked("", Conversation()), asyncio.Event()
    await hear(session.revising.explain(asked, standing.review, [comment], stop))
    await hear(session.revising.send(asked, advance(standing, Sent((1,))).review, stop))
    assert len(provider.requests) >= 3
    assert not [sent for sent in bodies(provider)[1:] if "x = 2 + 3" in sent or "x = 1" in sent]


async def test_what_a_person_decided_is_covered_as_what_they_typed(bench: Bench) -> None:
    """Reasons and texts of their own: told at once, in a round, and as what was said earlier."""
    plain = f"the password: {PASSWORD} must stay"
    bench.commit({"c.yml": b"a: 1\nb: 1\n"})
    change = edit("c.yml", "a: 1", "a: 2") + edit("c.yml", "b: 1", "b: 2")
    provider = ScriptedProvider([Reply(change), Reply("Hm."), Reply("Hm.")])
    session = session_on(bench.root, provider)
    heard = await talk(session, "do it", "c.yml")
    first, second = heard.proposal.hunks
    mine = Rewrite(second.id, f"pwd: {PASSWORD[::-1]}\n".encode())
    review = decided(heard.proposal, Reject(first.id, plain), mine)
    other = session_on(bench.root, fresh := ScriptedProvider([Reply("Well."), Reply("Yes.")]))
    told = (await talk(other, "and now", reviews=(review,))).ended.told
    assert "must stay" in told
    later = session_on(bench.root, third := ScriptedProvider([Reply("Well.")]))
    await later.ready()
    await run(later, Asked("go on", Conversation((Turn("and now", "Well.", "done", told=told),))))
    comment = Comment(1, "c.yml", "why?", hunk=first.id, quote=first.new)
    standing = retrace(Standing(review), [Remark(comment), Sent((1,))])
    await hear(session.revising.send(Asked(""), standing.review, asyncio.Event()))
    for one in (fresh, third, provider):
        assert "must stay" in bodies(one)[-1]
        assert "pwd: " in bodies(one)[-1]
        assert PASSWORD not in "".join(bodies(one))
        assert PASSWORD[::-1] not in "".join(bodies(one))


async def test_nothing_is_told_of_a_file_that_is_kept_out_since(bench: Bench) -> None:
    bench.commit({"b.md": b"b\n"})
    provider = ScriptedProvider([Reply(edit("a.py", "x = 1", "x = 2") + edit("b.md", "b", "c"))])
    heard = await talk(session_on(bench.root, provider), "do it", "a.py", "b.md")
    own = [Rewrite(one.id, f"own {one.path}\n".encode()) for one in heard.proposal.hunks]
    review = decided(heard.proposal, *own)
    (bench.root / ".pairtuiignore").write_text("a.py\n")
    provider = ScriptedProvider([Reply("Well."), Reply("Hm.")])
    session = session_on(bench.root, provider)
    told = (await talk(session, "and now", reviews=(review,))).ended.told
    comment = Comment(1, "b.md", "why?", hunk=review.proposal.files[1].hunks[0].id)
    standing = retrace(Standing(review), [Remark(comment), Sent((1,))])
    await hear(session.revising.send(Asked(""), standing.review, asyncio.Event()))
    assert len(provider.requests) == 2
    for sent in (*bodies(provider), told):
        assert "own b.md" in sent
        assert "own a.py" not in sent
    changes = await session.commanding.changes(review)
    assert "+own b.md" in changes
    assert "own a.py" not in changes


async def test_changes_that_are_taken_are_read_like_their_files(bench: Bench) -> None:
    bench.commit({"c.yml": f"password: {PASSWORD}\na: 1\n".encode()})
    provider = ScriptedProvider([Reply(edit("c.yml", "a: 1", "a: 2"))])
    heard = await talk(session_on(bench.root, provider), "do it", "c.yml")
    review = decided(heard.proposal, *(Take(one.id) for one in heard.proposal.hunks))
    changes = await session_on(bench.root, provider).commanding.changes(review)
    assert " password: <withheld:password-1>\n-a: 1\n+a: 2\n" in changes


async def test_a_commit_is_read_like_the_files_it_changed(bench: Bench) -> None:
    bench.commit({"c.yml": f"a: 1\npassword: {PASSWORD}\n".encode()})
    commit = bench.git("rev-parse", "HEAD").decode().strip()
    bench.commit({"c.yml": b"a: 1\n"})
    provider = ScriptedProvider([Reply("Well.")])
    session = session_on(bench.root, provider)
    await session.ready()
    item = Attachment("", kind="commit", name=commit)
    await run(session, Asked("go", Conversation((), (item,))))
    (sent,) = bodies(provider)
    assert "+password: <withheld:password-1>\n" in sent
    assert PASSWORD not in sent


async def test_changes_of_a_file_that_is_kept_out_are_not_sent_when_it_is_gone(
    bench: Bench,
) -> None:
    bench.commit({".env": b"A=b-c\n", "s/plan.md": b"the plan\n", ".aiignore": b"s/\n"})
    (bench.root / ".env").unlink()
    bench.git("mv", "s/plan.md", "plan.md")
    (bench.root / "plan.md").write_text("other\n")
    provider = ScriptedProvider([Reply("Well.")])
    session = session_on(bench.root, provider)
    await session.ready()
    await run(session, Asked("go", Conversation((), (Attachment("", kind="diff"),))))
    (sent,) = bodies(provider)
    assert "+other" in sent
    assert "A=b-c" not in sent
    assert "the plan" not in sent


async def test_one_thing_may_go_along_once(bench: Bench) -> None:
    bench.commit({".env": b"A=b\n"})
    provider = ScriptedProvider([Reply("Well."), Reply("Yes."), Reply("No.")])
    session = session_on(bench.root, provider)
    await talk(session, "go", "config.py", ".env")
    session.policy.allow("github-token-1")
    session.policy.allow(".env")
    await talk(session, "go", "config.py", ".env")
    await talk(session, "go", "config.py", ".env")
    first, second, third = bodies(provider)
    assert (TOKEN in first, TOKEN in second, TOKEN in third) == (False, True, False)
    assert ("A=b" in first, "A=b" in second, "A=b" in third) == (False, True, False)
    assert PASSWORD not in first + second + third
    assert not session.policy.allowed


async def test_what_is_allowed_stays_allowed_until_it_has_arrived(bench: Bench) -> None:
    provider = ScriptedProvider([Reply("Well."), Reply(fault="busy"), Reply("Yes.")])
    session = session_on(bench.root, provider)
    await talk(session, "go", "config.py")
    session.policy.allow("github-token-1")
    await talk(session, "go", "config.py")
    await talk(session, "go", "config.py")
    assert [TOKEN in sent for sent in bodies(provider)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("rules", "says"),
    [
        (b'hosts = ["api.openai.com"]', "nothing is sent to far.example: .pairtui.toml allows"),
        (b'base_url = "http://evil.example"', "may not set base_url"),
        (b"withhold = false", "may set hosts and ignore only"),
        (b"[", "cannot be read"),
    ],
)
async def test_rules_of_the_repository_hold_before_the_first_byte(
    bench: Bench, rules: bytes, says: str
) -> None:
    class Far(ScriptedProvider):
        host = "far.example"

    provider = Far([Reply("Yes.")])
    session = session_on(bench.root, provider)
    (bench.root / ".pairtui.toml").write_bytes(rules)
    heard = await talk(session, "go", "a.py")
    assert says in heard.of(Failed)[0].says
    assert isinstance(heard.events[-1], Ended)
    assert not provider.requests
    (bench.root / ".pairtui.toml").write_bytes(b'hosts = ["far.example"]')
    await talk(session, "go", "a.py")
    assert len(provider.requests) == 1


async def test_rules_behind_a_link_are_not_read(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "rules").write_bytes(b"")
    (bench.root / ".pairtui.toml").symlink_to(tmp_path / "rules")
    provider = ScriptedProvider([Reply("Yes.")])
    heard = await talk(session_on(bench.root, provider), "go")
    assert "symbolic link" in heard.of(Failed)[0].says
    assert not provider.requests


async def test_the_bytes_on_the_wire_hold_no_secret_and_none_go_where_they_may_not(
    bench: Bench,
) -> None:
    with serve(HttpReply(edit("config.py", f'TOKEN = "{TOKEN[:-2]}"', "x"))) as server:
        session = session_on(bench.root, OpenAIProvider(server.url, "k"), "openai")
        await session.choose_model("m")
        await talk(session, f"use {TOKEN} and {PASSWORD}", "config.py")
        sent = str(server.requests)
        assert len(server.requests) == 2
        assert "<withheld:private-key-1.2>" in sent
        assert not [secret for secret in SECRETS if secret in sent]
        connections = server.connections
        (bench.root / ".pairtui.toml").write_bytes(b'hosts = ["api.openai.com"]')
        heard = await talk(session, "go", "a.py")
        assert heard.of(Failed)
        with pytest.raises(Fault):
            await session._parts.answering.provider.models()  # type: ignore[union-attr]
        with pytest.raises(Fault):
            await session._parts.answering.provider.context_of("m")  # type: ignore[union-attr]
        await session.aclose()
        assert server.connections == connections


LETTERS = st.text(alphabet=ALNUM, min_size=40, max_size=40)
WRAPPED = st.sampled_from(["{}", "a {} b", "x='{}'", "{}\n{}", "> {}", "+{}", "(`{}`)"])


@given(LETTERS, st.lists(WRAPPED, min_size=5, max_size=5), st.integers(0, 3))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_no_route_carries_a_secret_out(
    bench: Bench, letters: str, wraps: list[str], lines: int
) -> None:
    secret = f"ghp_{letters}"
    said, before, reply, quoted, named = (one.replace("{}", secret) for one in wraps)
    text = f"first\n{said}\nlast\n" * 2
    path = f"notes-{letters[:3]}.md" if lines % 2 else f"ghp_{letters[:36]}.md"
    (bench.root / path).write_text(text)
    failed = edit(path, f"firs\n{quoted}", "x") + edit("a.py", f"x = '{secret}'", "y")
    provider = ScriptedProvider([Reply(f"{reply}\n\n{failed}"), Reply(named)])
    session = session_on(bench.root, provider)
    await session.ready()
    item = Attachment(path, (lines, lines + 1) if lines else None)
    asked = Asked(before, Conversation((Turn(before, reply, "done", told=said),), (item,)))
    await run(session, asked)
    assert len(provider.requests) == 2
    for sent in bodies(provider):
        assert secret not in sent
        assert letters[:36] not in sent
    (bench.root / path).unlink()


async def run(session: Session, asked: Asked) -> Heard:
    return await hear(session.ask(asked, asyncio.Event()))


async def hear(asking: AsyncGenerator[Event, None]) -> Heard:
    heard = Heard()
    async with aclosing(asking) as events:
        async for event in events:
            heard.events.append(event)
    return heard
