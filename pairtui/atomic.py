"""Atomic: a small file of the person's own, put in the place of the last one as a whole."""

from __future__ import annotations

import tempfile
from pathlib import Path


def put(path: Path, data: bytes) -> None:
    """Put a file in place, readable to its owner alone; raises OSError, and leaves nothing then.

    Who reads it meanwhile has all of the last one, or all of this.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = Path()
    try:
        with tempfile.NamedTemporaryFile(  # made with mode 0600
            dir=path.parent, prefix=f".{path.stem}-", delete=False
        ) as file:
            made = Path(file.name)
            file.write(data)
        made.replace(path)
    except OSError:
        if made.name:
            made.unlink(missing_ok=True)
        raise
