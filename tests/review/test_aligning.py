"""Aligning: which line of code became which."""

from __future__ import annotations

import pytest

from pairtui.review.aligning import aligned


def pairs(old: str, new: str) -> list[tuple[str, str]]:
    """Return what became of lines, each given without its end."""
    before, after = old.split("\n"), new.split("\n")
    return [
        ("\n".join(before[gap.old : gap.old_end]), "\n".join(after[gap.new : gap.new_end]))
        for gap in aligned(before, after, lines=True)
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            'fmt.Println("a")\nfmt.Println("b")',
            'fmt.Println("A", len(os.Args))\nfmt.Println("B")\nfmt.Println("C")',
            [
                ('fmt.Println("a")', 'fmt.Println("A", len(os.Args))'),
                ('fmt.Println("b")', 'fmt.Println("B")'),
                ("", 'fmt.Println("C")'),
            ],
        ),
        (
            "show(a, x)\nshow(b, y)",
            "show(A, os.Args)\nshow(B)\nshow(C)",
            [("show(a, x)", "show(A, os.Args)"), ("show(b, y)", "show(B)"), ("", "show(C)")],
        ),
        (
            "foo(a)\nfoo(b)",
            "foo(z)\nfoo(a, 1)\nfoo(b, 1)",
            [("", "foo(z)"), ("foo(a)", "foo(a, 1)"), ("foo(b)", "foo(b, 1)")],
        ),
        ("a\nb", "A = os.Args\nB\nC", [("a", "A = os.Args"), ("b", "B"), ("", "C")]),
        (
            "s = 0\nreturn s",
            "s = Decimal(0)\nreturn s.quantize(CENT)",
            [("s = 0", "s = Decimal(0)"), ("return s", "return s.quantize(CENT)")],
        ),
        (
            "label = item.name\nreturn label.strip()",
            "return clean(item.name)",
            [("label = item.name", ""), ("return label.strip()", "return clean(item.name)")],
        ),
        ("return s", "return total(cents)", [("return s", "return total(cents)")]),
        ("x = 1", "return 2", [("x = 1", ""), ("", "return 2")]),
        ("(a)", "(b, c, d, e)", [("(a)", ""), ("", "(b, c, d, e)")]),
    ],
    ids=[
        "grown", "in order", "one on top", "letters", "goes on", "same statement", "same beginning",
        "nothing alike", "a sign",
    ],
)  # fmt: skip
def test_lines_of_code_are_paired_by_how_they_begin_and_in_order(
    old: str, new: str, expected: list[tuple[str, str]]
) -> None:
    assert pairs(old, new) == expected
