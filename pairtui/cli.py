"""The command line: arguments to parts to a run; the only file that names concrete parts."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pairtui.plain.arguments import (
    EPILOG,
    PlainCommand,
    Version,
    add_model,
    given,
    parser_for,
)
from pairtui.plain.faults import complain, in_the_way, line_of

if TYPE_CHECKING:
    from pairtui.config import Config
    from pairtui.repo.git import Repo
    from pairtui.session.parts import Answering, Parts
    from pairtui.session.session import Session
    from pairtui.store.place import Place

NOTHING, USAGE, ENDPOINT, REPOSITORY, INTERRUPTED, HUNG_UP = 1, 2, 3, 4, 130, 129


def run(argv: Sequence[str]) -> int:
    """Run one command line and return the exit code."""
    words = list(argv)
    name = words.pop(0) if words and words[0] in COMMANDS else ""
    try:
        return COMMANDS[name](words)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - for good
        return NOTHING
    except SystemExit as leaving:  # argparse has printed what was wrong
        return leaving.code if isinstance(leaving.code, int) else USAGE


def _open(argv: list[str]) -> int:
    """Open the two panes on a repository."""
    parser = parser_for("", "Track changes for AI, in the terminal.", epilog=EPILOG)
    parser.add_argument("path", nargs="?", default=".", metavar="PATH", help="any git repository")
    parser.add_argument("--version", action=Version, nargs=0, help="say which version this is")
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "-c", "--continue", dest="last", action="store_true", help="go on with the last one here"
    )
    which.add_argument("--session", metavar="ID", help="open one that `pairtui sessions` lists")
    add_model(parser)
    flags = parser.parse_args(argv)
    if not _has_screen():
        return USAGE
    if not Path(flags.path).exists():
        return complain(REPOSITORY, f"there is nothing at {flags.path}", "Name a folder.")
    if not _in_repository(Path(flags.path)):
        from pairtui.plain.start import offer  # noqa: PLC0415 - git is not needed to paint

        if not offer(flags.path, sys.stdin, sys.stdout):
            return REPOSITORY

    def wanted(session: Session) -> None:
        if flags.last:
            session.talks.want_last()
        elif flags.session is not None:
            session.talks.want(flags.session)

    return _screen(flags.path, flags, prepare=wanted)


def _review(argv: list[str]) -> int:
    """Open the review on what someone sent; in plain lines where there is no terminal."""
    from pairtui.plain import review  # noqa: PLC0415 - late, as everywhere here

    parser = parser_for("review", review.PURPOSE)
    review.add_arguments(parser)
    add_model(parser)
    flags = parser.parse_args(argv)
    here = str(Path.cwd())
    if flags.json or not _can_show():
        return _with_kept(lambda repo, _: review.review(repo, flags, here, sys.stdout, sys.stderr))
    return _screen(".", flags, prepare=lambda session: session.bring(flags.file, flags.about, here))


def _export(argv: list[str]) -> int:
    """Print a proposal as text with its changes marked in it."""
    from pairtui.plain import export  # noqa: PLC0415 - late, as everywhere here

    flags = _flags("export", export, argv)
    return _with_kept(lambda _, kept: export.export(kept, flags, sys.stdout, sys.stderr))


def _ask(argv: list[str]) -> int:
    """Print what the model proposes, as a unified diff; nothing is written."""
    from pairtui.plain import asking  # noqa: PLC0415 - late, as everywhere here

    parser = parser_for("ask", asking.PURPOSE)
    asking.add_arguments(parser)
    add_model(parser)
    flags = parser.parse_args(argv)
    here = str(Path.cwd())
    return _with_session(
        ".", flags, lambda session: asking.run(session, flags, here, sys.stdout, sys.stderr)
    )


def _demo(argv: list[str]) -> int:
    """Open the app on a throw-away sample; in plain lines where there is no terminal."""
    parser = parser_for("demo", "Try the main job on a throw-away sample.")
    add_model(parser)
    flags = parser.parse_args(argv)
    import tempfile  # noqa: PLC0415 - only needed here

    from pairtui.plain import demo  # noqa: PLC0415 - late, as everywhere here
    from pairtui.repo.git import RepoError  # noqa: PLC0415 - late, as everywhere here
    from pairtui.repo.sample import make_sample  # noqa: PLC0415 - late, as everywhere here

    screen = sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    found = _answering(flags)
    if isinstance(found, int):
        return found
    config, answering = found
    if answering.provider is None and not demo.offer_model(
        config, sys.stdin, sys.stdout, ask=screen
    ):
        return ENDPOINT
    try:
        root = make_sample(tempfile.mkdtemp(prefix="pairtui-"))
    except RepoError as error:
        return complain(REPOSITORY, error.says, error.remedy)
    if not screen:
        return _with_session(root, flags, lambda session: demo.demo(session, root, sys.stdout))
    code = _screen(root, flags, _WELCOME)
    demo.farewell(root, sys.stdout)
    return code


def _doctor(argv: list[str]) -> int:
    """Say in plain lines what works and what does not."""
    parser = parser_for("doctor", "Say what works: git, repository, model, terminal, places.")
    parser.add_argument("path", nargs="?", default=".", metavar="PATH")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("-v", "--verbose", action="store_true", help="and where settings come from")
    add_model(parser)
    flags = parser.parse_args(argv)
    from pairtui.plain.doctor import report  # noqa: PLC0415 - late, as everywhere here

    found = _answering(flags)
    if isinstance(found, int):
        return found
    config, answering = found

    async def job() -> int:
        try:
            return await report(
                flags.path, config, answering, sys.stdout, as_json=flags.json, verbose=flags.verbose
            )
        finally:
            if answering.provider is not None:
                await answering.provider.aclose()

    return asyncio.run(job())


def _log(argv: list[str]) -> int:
    """List what was proposed and saved here."""
    from pairtui.plain import log  # noqa: PLC0415 - late, as everywhere here

    flags = _flags("log", log, argv)
    return _with_kept(lambda _, kept: log.log(kept, flags, sys.stdout, sys.stderr))


def _show(argv: list[str]) -> int:
    """Show one proposal and what became of it."""
    from pairtui.plain import show  # noqa: PLC0415 - late, as everywhere here

    flags = _flags("show", show, argv)
    return _with_kept(lambda _, kept: show.show(kept, flags, sys.stdout, sys.stderr))


def _sessions(argv: list[str]) -> int:
    """List the conversations of a repository, or print one of them."""
    from pairtui.plain import sessions, telling  # noqa: PLC0415 - late, as everywhere here

    if argv[:1] == ["export"]:
        told = _flags("sessions export", telling, argv[1:])
        return _with_kept(lambda _, kept: telling.tell(kept, told, sys.stdout, sys.stderr))
    flags = _flags("sessions", sessions, argv)
    return _with_kept(lambda _, kept: sessions.sessions(kept, flags, sys.stdout, sys.stderr))


def _gc(argv: list[str]) -> int:
    """Remove what is old from what is kept."""
    from pairtui.plain import tidy  # noqa: PLC0415 - late, as everywhere here

    flags = _flags("gc", tidy, argv)
    return _with_kept(lambda repo, kept: tidy.gc(repo, kept, flags, sys.stdout, sys.stderr))


def _init(argv: list[str]) -> int:
    """Begin a history in a folder, after saying what it will hold."""
    parser = parser_for(
        "init", "Begin a history here, after saying what the first commit will hold."
    )
    parser.add_argument("path", nargs="?", default=".", metavar="PATH")
    flags = parser.parse_args(argv)
    from pairtui.plain.start import begin  # noqa: PLC0415 - late, as everywhere here

    return begin(flags.path, sys.stdin, sys.stdout)


def _model(argv: list[str]) -> int:
    """Fetch the embedded model."""
    parser = parser_for("model", "The embedded model: tiny, on this machine, only for trying out.")
    parser.add_argument("action", choices=["add"], help="fetch it (93 MB)")
    parser.parse_args(argv)
    from pairtui.config import ConfigError, load_config  # noqa: PLC0415 - late, as everywhere
    from pairtui.plain.model_add import add  # noqa: PLC0415 - late, as everywhere here

    try:
        return add(load_config().paths.data, sys.stdout)
    except ConfigError as error:
        return complain(USAGE, str(error))


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "": _open,
    "ask": _ask,
    "demo": _demo,
    "doctor": _doctor,
    "export": _export,
    "gc": _gc,
    "init": _init,
    "log": _log,
    "model": _model,
    "review": _review,
    "sessions": _sessions,
    "show": _show,
}
_WELCOME = """\
**This is a sample, made to be thrown away:** a wordy `article.md`, and `fines.py`, a small
module with a bug.

Ask for a change, such as: `Shorten the first paragraph @article.md`
"""


def _flags(name: str, plain: PlainCommand, argv: list[str]) -> argparse.Namespace:
    """Read the arguments of a command that knows them itself."""
    parser = parser_for(name, plain.PURPOSE)
    plain.add_arguments(parser)
    return parser.parse_args(argv)


def _screen(
    path: str,
    flags: argparse.Namespace,
    welcome: str = "",
    prepare: Callable[[Session], None] = lambda _: None,
) -> int:
    """Run the full screen; the session is made, and prepared, after its first paint."""
    import gc  # noqa: PLC0415 - only needed here

    # Importing and the first paint make much and drop little; the app collects again after it.
    gc.disable()
    from pairtui.tui.app import PairApp  # noqa: PLC0415 - a pipe needs no Textual
    from pairtui.tui.screens.main import CannotStart  # noqa: PLC0415 - the app has it loaded

    def make_session() -> Session:
        try:
            session = _session(path, flags)
            prepare(session)
            return session
        except Exception as error:
            code, says, remedy = in_the_way(error)
            raise CannotStart(code, line_of(says, remedy)) from error

    app = PairApp(make_session, welcome=welcome)
    try:
        app.run()
    except OSError:  # the terminal has gone, so even saying so failed
        if os.isatty(0):
            raise
        return HUNG_UP
    return app.return_code or 0


def _session(path: str, flags: argparse.Namespace) -> Session:
    """Make the session; raises ConfigError, RepoError or PromptError."""
    from pairtui.session.session import Session  # noqa: PLC0415 - after the first paint

    return Session(_parts(path, flags))


def _parts(path: str, flags: argparse.Namespace) -> Parts:
    from pairtui.config import load_config  # noqa: PLC0415 - after the first paint
    from pairtui.prompts import Prompts  # noqa: PLC0415 - after the first paint
    from pairtui.providers.remembered import Remembered  # noqa: PLC0415 - after the first paint
    from pairtui.repo.git import Repo  # noqa: PLC0415 - after the first paint
    from pairtui.session.answering import find  # noqa: PLC0415 - after the first paint
    from pairtui.session.mapping import Mapping  # noqa: PLC0415 - after the first paint
    from pairtui.session.parts import Parts  # noqa: PLC0415 - after the first paint
    from pairtui.session.policy import Policy  # noqa: PLC0415 - after the first paint
    from pairtui.store.place import places  # noqa: PLC0415 - after the first paint
    from pairtui.tokens import Counter  # noqa: PLC0415 - after the first paint

    config = load_config(given(flags))
    remembered = Remembered(config.paths.remembered_file)
    repo = Repo.discover(path)
    prompts = Prompts.load()
    policy = Policy(repo, config.hosts)
    return Parts(
        repo=repo,
        config=config,
        prompts=prompts,
        counter=Counter(config.paths.cache),
        remembered=remembered,
        answering=find(config, remembered),
        places=places(repo.common_dir, config.paths.state),
        troubles=prompts.add_own(config.paths.config / "prompts"),
        policy=policy,
        mapping=Mapping(repo, config.paths.cache, policy.kept_out) if config.map else None,
    )


def _answering(flags: argparse.Namespace) -> tuple[Config, Answering] | int:
    from pairtui.config import ConfigError, load_config  # noqa: PLC0415 - late, as everywhere
    from pairtui.providers.remembered import Remembered  # noqa: PLC0415 - late, as everywhere
    from pairtui.session.answering import find  # noqa: PLC0415 - late, as everywhere here

    try:
        config = load_config(given(flags))
        return config, find(config, Remembered(config.paths.remembered_file))
    except ConfigError as error:
        return complain(USAGE, str(error))


def _with_session(
    path: str, flags: argparse.Namespace, job: Callable[[Session], Awaitable[int]]
) -> int:
    """Run an async job on a session, and say in one line what stands in its way."""

    async def whole() -> int:
        session = _session(path, flags)
        try:
            return await job(session)
        finally:
            await session.aclose()

    try:
        return asyncio.run(whole())
    except Exception as error:  # noqa: BLE001 - what it does not know it raises again
        return complain(*in_the_way(error))


def _with_kept(job: Callable[[Repo, tuple[Place, ...]], int]) -> int:
    """Run a job on what is kept of the repository we are in, without a session."""
    from pairtui.config import load_config  # noqa: PLC0415 - late, as everywhere here
    from pairtui.repo.git import Repo  # noqa: PLC0415 - late, as everywhere here
    from pairtui.store.place import places  # noqa: PLC0415 - late, as everywhere here

    try:
        repo = Repo.discover(".")
        return job(repo, places(repo.common_dir, load_config().paths.state))
    except Exception as error:  # noqa: BLE001 - what it does not know it raises again
        return complain(*in_the_way(error))


def _has_screen() -> bool:
    """Tell whether a full screen can be shown; if not, say what works instead."""
    if _can_show():
        return True
    why = "this terminal cannot show a full screen" if sys.stdout.isatty() else "no terminal here"
    complain(USAGE, f'{why}; `pairtui ask "words" FILE` works without')
    return False


def _can_show() -> bool:
    term = os.environ.get("TERM", "")
    return sys.stdin.isatty() and sys.stdout.isatty() and term not in ("", "dumb")


def _in_repository(path: Path) -> bool:
    """Tell, without starting git, whether a folder above holds a repository."""
    here = path.absolute()
    return any((folder / ".git").exists() for folder in (here, *here.parents))
