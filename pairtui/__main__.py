"""Start: settle the environment before anything heavy is imported, run, and leave at once."""

from __future__ import annotations

import os
import sys

# Git is told where to work by its arguments; these would lead it, and its hooks, elsewhere.
_ELSEWHERE = (
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_CONFIG",
    "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT",
)  # fmt: skip


def main() -> None:
    """Run the command line and end the process with its exit code."""
    settle(os.environ)
    from pairtui.cli import run  # noqa: PLC0415 - Textual reads the environment when imported

    code = run(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):  # nobody is reading any more
            code = code or 1
    # Everything is closed by now; what the interpreter would tear down costs a third of the exit.
    os._exit(code)


def settle(environment: os._Environ[str] | dict[str, str]) -> None:
    """Set what Textual reads at import, and take out what would lead git elsewhere."""
    environment.setdefault("TEXTUAL_FPS", "120")
    environment.setdefault("TEXTUAL_ANIMATIONS", "none")
    for name in _ELSEWHERE:
        environment.pop(name, None)


if __name__ == "__main__":
    main()
