"""Editor: the person's own $EDITOR on a temporary file, with the screen put aside."""

from __future__ import annotations

import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from textual.app import App, SuspendNotSupported

from pairtui.tui.review.external import at_line, editor_command


@dataclass(frozen=True, slots=True)
class NoEditor:
    """The editor did not give a text; `says` tells why."""

    says: str


def edit_outside(app: App[object], data: bytes, name: str, line: int = 1) -> bytes | NoEditor:
    """Return what the person made of `data` in $VISUAL or $EDITOR; the file is called `name`.

    It opens at a line, from 1, where the editor is known to take one. Another program is never
    started in their place. The file lies in a folder of its own that
    only the person can read, and is gone afterwards.
    """
    command = editor_command(os.environ)
    if not command:
        return NoEditor("no editor is set: leave, export EDITOR=…, come back")
    with tempfile.TemporaryDirectory(prefix="pairtui-") as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        try:
            with app.suspend():
                done = subprocess.run([*at_line(command, line), str(path)], check=False)
        except SuspendNotSupported:
            return NoEditor("this terminal cannot be lent to an editor")
        except (OSError, ValueError) as error:
            return NoEditor(f"{command[0]} could not be started: {error}")
        if done.returncode:
            return NoEditor(f"{command[0]} ended with {done.returncode}; nothing was changed")
        return path.read_bytes()
