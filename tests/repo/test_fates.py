from __future__ import annotations

from dataclasses import replace

import pytest

from pairtui.landing import Fate, LandedFile
from pairtui.proposal import Absent, FileState, Present, Refused
from pairtui.repo.fates import fate

BEFORE, AFTER = Present(b"before\n"), Present(b"after\n", 0o755)
FILES = (
    LandedFile("a.txt", BEFORE, AFTER),
    LandedFile("new.txt", Absent(), Present(b"new\n")),
    LandedFile("gone.txt", BEFORE, Absent()),
)


@pytest.mark.parametrize(
    ("file", "now", "became"),
    [
        (FILES[0], BEFORE, "not applied"),
        (FILES[0], AFTER, "applied"),
        (FILES[0], replace(AFTER, mode=0o644), "other"),
        (FILES[0], Present(b"mine\n"), "other"),
        (FILES[0], Absent(), "other"),
        (FILES[0], Refused("it is a link"), "other"),
        (FILES[1], Absent(), "not applied"),
        (FILES[1], Present(b"new\n", 0o600), "applied"),
        (FILES[1], Present(b"new\n", 0o755), "other"),
        (FILES[1], Present(b"ne"), "other"),
        (FILES[2], BEFORE, "not applied"),
        (FILES[2], Absent(), "applied"),
        (LandedFile("same", BEFORE, BEFORE), BEFORE, "applied"),
    ],
)
def test_the_file_says_how_far_a_save_came(file: LandedFile, now: FileState, became: Fate) -> None:
    assert fate(file, now) == became
