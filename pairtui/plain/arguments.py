"""Arguments: what the commands have in common on the command line."""

from __future__ import annotations

import argparse
from typing import Protocol

EXITS = """exit codes:
  0  done; for ask: a proposal was printed
  1  nothing was proposed or found, or something was refused
  2  the command line, the settings or the terminal
  3  the model or its endpoint
  4  the repository
  5  the file moved on
  128+n  ended by signal n"""
EPILOG = (
    """other commands:
  pairtui demo              try it on a throw-away sample
  pairtui ask WORDS FILE…   print a proposal as a diff, write nothing
  pairtui review FILE       review what someone sent back with changes marked in it
  pairtui export --criticmarkup [ID]   a proposal as text with its changes marked in it
  pairtui doctor            what works here, and what does not
  pairtui log [WORDS]       what was proposed and saved here, the latest first
  pairtui sessions [WORDS]  the conversations here; -c opens the last, --session ID another
  pairtui show ID           one proposal, and what became of each change
  pairtui gc                remove what is old from what is kept
  pairtui init              begin a history in this folder
  pairtui model add         fetch the tiny embedded model (93 MB)

"""
    + EXITS
)
"""What the help of the program itself ends with."""


class PlainCommand(Protocol):
    """A module of a command: what it is for, and what stands behind its name."""

    PURPOSE: str

    def add_arguments(self, parser: argparse.ArgumentParser, /) -> None:
        """Add the arguments."""


class Version(argparse.Action):
    """Print the version; reading it takes too long to do it before every first paint."""

    def __call__(self, *given: object) -> None:
        """Print it, and leave."""
        from importlib.metadata import version  # noqa: PLC0415 - only needed here

        print(f"pairtui {version('pairtui')}")  # noqa: T201 - the door
        raise SystemExit(0)


def parser_for(name: str, purpose: str, epilog: str = EXITS) -> argparse.ArgumentParser:
    """Return a parser of one command; without a name, of the program itself."""
    return argparse.ArgumentParser(
        prog=f"pairtui {name}".strip(),
        description=purpose,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def add_model(parser: argparse.ArgumentParser) -> None:
    """Add who is to answer."""
    parser.add_argument("--model", metavar="NAME", help="which model answers")
    parser.add_argument("--endpoint", metavar="NAME", help="an endpoint named in config.toml")
    parser.add_argument("--base-url", metavar="URL", help="an OpenAI-compatible endpoint")
    parser.add_argument(
        "--provider", metavar="NAME", help="openai, embedded, or scripted:FILE (a recording)"
    )


def given(flags: argparse.Namespace) -> dict[str, str | None]:
    """Return who is to answer, as it was said."""
    return {
        "model": flags.model,
        "endpoint": flags.endpoint,
        "base_url": flags.base_url,
        "provider": flags.provider,
    }
