"""Arguments: what the commands have in common on the command line."""

from __future__ import annotations

import argparse

EXITS = """exit codes:
  0  done; for ask: a proposal was printed
  1  nothing was proposed or found, or something was refused
  2  the command line, the settings or the terminal
  3  the model or its endpoint
  4  the repository
  5  the file moved on
  128+n  ended by signal n"""


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
