"""Paragraphs: what is prose in a file, and where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairtui.context.paragraphs import paragraphs


def texts(data: str) -> list[str]:
    raw = data.encode()
    return [raw[one.start : one.end].decode() for one in paragraphs(raw)]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ("One.\n\nTwo.\nMore.\n", ["One.", "Two.\nMore."]),
        ("# Head\n\nOne.\n", ["One."]),
        ("# Head\nOne.\n", ["One."]),
        ("Head\n====\n\nOne.\n", ["One."]),
        ("```\ncode\n\nmore\n```\nOne.\n", ["One."]),
        ("````\n```\nx\n```\n````\n\nOne.\n", ["One."]),
        ("    indented\n\nOne.\n", ["One."]),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n\nOne.\n", ["One."]),
        ("a | b\n--|--\n1 | 2\n", []),
        ("> quoted\n\nOne.\n", ["One."]),
        (
            "- first item\n- second item\n  goes on\n3. third\n",
            ["first item", "second item\n  goes on", "third"],
        ),
        ("- [ ] open task\n", ["open task"]),
        ("---\ntitle: x\n---\nOne.\n", ["One."]),
        ("\ufeffOne.\r\n\r\nTwo.\r\n", ["One.", "Two."]),
        ("[a]: https://a.example\n\nOne.\n", ["One."]),
        ("<div>\nx\n</div>\n\nOne.\n", ["One."]),
        (".. note:: x\n\nOne.\n", ["One."]),
        ("![picture](a.png)\n\nOne.\n", ["One."]),
        ("", []),
        ("\n \n", []),
        ("One, without an end", ["One, without an end"]),
    ],
)
def test_what_is_a_paragraph(data: str, found: list[str]) -> None:
    assert texts(data) == found


@given(st.binary(max_size=120))
def test_paragraphs_are_sorted_disjoint_and_trimmed(data: bytes) -> None:
    at = 0
    for one in paragraphs(data):
        assert at <= one.start < one.end <= len(data)
        text = data[one.start : one.end]
        assert text == text.strip()
        at = one.end
