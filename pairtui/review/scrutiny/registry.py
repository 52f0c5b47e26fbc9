"""Registry: the families of signs, in the order they are said in; a new one is a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from pairtui.review.scrutiny.alike import alike
from pairtui.review.scrutiny.hidden import hidden
from pairtui.review.scrutiny.keys import keys
from pairtui.review.scrutiny.origin import origin
from pairtui.review.scrutiny.running import running
from pairtui.review.scrutiny.shape import binary, deletion, mode, out_of_sight, white_space, wide
from pairtui.review.scrutiny.sign import Looked, Sign
from pairtui.review.scrutiny.testing import testing

Family: TypeAlias = Callable[[Looked], Iterable[Sign]]

OF_TEXT: tuple[Family, ...] = (
    hidden,
    alike,
    keys,
    testing,
    out_of_sight,
    deletion,
    wide,
    white_space,
)
"""What is looked for where the bytes are text."""
OF_FILES: tuple[Family, ...] = (
    running,
    mode,
    binary,
    origin,
)
"""What is looked for in any file."""
