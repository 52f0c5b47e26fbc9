"""Replies for the fuzzer: written by a loose grammar, taken from the cases, then spoilt."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

CASES = sorted((Path(__file__).parents[1] / "formats" / "cases").rglob("*.toml"))

FILES: dict[str, bytes] = {
    "article.md": """# Harbour

The harbour lay still. Nobody had lit the lamps. “Later,” she said.

- one
- two

```python
print(1)
```

Second
=======

The end.
""".encode(),
    "cart/price.py": b"""def total(items):
    result = 0
    for item in items:
        result += item.price
    return result


def empty(items):
    return not items


def total_of(items):
    result = 0
    for item in items:
        result += item.price
    return result
""",
    "notes.txt": b"one\r\ntwo\r\nthree\r\n\r\nfour  \r\nfive",
    "mark.txt": b"\xef\xbb\xbfalpha\nbeta\n\ngamma\n",
    "merge.py": b"a = 1\n<<<<<<< HEAD\nb = 2\n=======\nb = 3\n>>>>>>> other\nc = 4\n",
    "patch.diff": b"--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old\n+new\n",
    "empty.txt": b"",
}
"""What there is to edit; every kind of line end, and text that looks like the envelope."""

ODD_PATHS = (
    "../outside.txt", "/etc/passwd", ".git/config", ".GIT/hooks/x", "a/../../b", "~/.bashrc",
    "C:\\x", "git~1/config", ".g\u200cit/config", "link.txt", "out/x.txt", "a//b", "./article.md",
    "x\ty", "sub/.git/config", ".git", ".git ", ".git::$INDEX_ALLOCATION", "..", ".", "con\x00.txt",
    "article.md/x", "cart", "new/deep/er.txt", "fresh.py", "\u202egnp.exe", "a b.txt", "Makefile",
)  # fmt: skip

NOISE = (
    "<<<<<<< SEARCH\n", "=======\n", ">>>>>>> REPLACE\n", "<<<<<<<<< SEARCH\n", "=====\n",
    "```\n", "```diff\n", "````md\n", "~~~\n", "*** Begin Patch\n", "*** End Patch\n", "@@\n",
    "@@ -1 +1 @@\n", "*** Update File: article.md\n", "*** Add File: z.py\n",
    "*** Delete File: notes.txt\n", "*** Move to: .git/x\n", "*** End of File\n",
    "--- a/article.md\n", "+++ b/article.md\n", "--- /dev/null\n", "+++ /dev/null\n",
    "diff --git a/notes.txt b/../x\n", "rename to ../x\n", "rename from notes.txt\n",
    "deleted file mode 100644\n", "new file mode 100755\n", "old mode 100644\nnew mode 100755\n",
    "\\ No newline at end of file\n", "TITLE: so\n", "<think>", "</think>",
    "apply_patch <<'EOF'\n", "EOF\n", "article.md\n", "`cart/price.py` (new file)\n", "\n",
    "\n\n\n", "  ", "\r", "\r\n", "\t", "\x00", "\x0c", "\u2028", "\x85", "\ufeff", "\u0301",
    "\ud800", "😀", "\x1b[2J", "+", "-", " ", "`", "<", ">", "=", "*", "@", "x" * 310, "... \n",
    "# ... existing code ...\n", "I think so.\n", "- a point\n", "1. ", "> ",
    "Binary files differ\n",
)  # fmt: skip


def reply(rng: Random) -> str:
    """Return one reply: whole or spoilt, now and then in two parts."""
    text = _one(rng) if rng.random() < 0.9 else _one(rng) + _one(rng)
    for _ in range(rng.choice((0, 0, 1, 1, 2, 4, 8))):
        text = rng.choice(_SPOIL)(text, rng)
    return text


def _one(rng: Random) -> str:
    if rng.random() < 0.3:
        case: str = tomllib.loads(rng.choice(CASES).read_text(encoding="utf-8"))["reply"]
        return case
    parts = [rng.choice(_WRITTEN)(rng) for _ in range(rng.choice((1, 1, 2, 3, 5)))]
    return "".join(parts)


def _path(rng: Random) -> str:
    return rng.choice(sorted(FILES)) if rng.random() < 0.8 else rng.choice(ODD_PATHS)


def _change(rng: Random) -> tuple[str, list[str], list[str], int]:
    """Return a path, some lines of its file, what they become, and how many stand before them."""
    path = _path(rng)
    data = FILES.get(path, rng.choice(sorted(FILES.values())))
    lines = data.decode().removesuffix("\n").split("\n")
    low = rng.randrange(len(lines))
    old = lines[low : low + rng.choice((1, 1, 2, 3, 6))]
    new = list(old)
    for _ in range(rng.choice((1, 1, 2, 3))):
        at = rng.randrange(len(new) + 1)
        what = rng.randrange(4)
        if what == 0:
            new.insert(at, rng.choice(("fresh", "    fresh = 1", "", "+ plus", "--- x", "=======")))
        elif what == 1 and new:
            del new[at % len(new)]
        elif new:
            new[at % len(new)] = new[at % len(new)].replace("e", "E") + rng.choice(("", "!", " "))
    if rng.random() < 0.2:
        shift = rng.choice(("    ", "\t", " "))
        old, new = [shift + one for one in old], [shift + one for one in new]
    return path, old, new, low


def _block(rng: Random) -> str:
    path, old, new, _ = _change(rng)
    size = rng.choice((7, 7, 7, 5, 9))
    name = rng.choice(("{}", "`{}`", "**{}**", "### {}", "File: {}", "I change `{}`:", "")).format(
        path
    )
    fence = rng.choice(("", "```\n", "```python\n"))
    body = [f"{'<' * size} SEARCH", *old, "=" * size, *new, f"{'>' * size} REPLACE"]
    head = f"{name}\n{fence}" if rng.random() < 0.8 else f"{fence}{name}\n"
    return f"{head}{_lines(body)}{'```' if fence else ''}\n"


def _signed(old: Sequence[str], new: Sequence[str], rng: Random) -> list[str]:
    kept = [line for line in old if line in new]
    if kept and rng.random() < 0.5:
        return [f" {one}" if one in kept else f"-{one}" for one in old] + [
            f"+{one}" for one in new if one not in kept
        ]
    return [*(f"-{one}" for one in old), *(f"+{one}" for one in new)]


def _diff(rng: Random) -> str:
    path, old, new, low = _change(rng)
    lines = _signed(old, new, rng)
    counts = f"@@ -{low + 1},{len(old)} +{low + 1},{len(new)} @@"
    head = rng.choice((counts, counts, "@@ ... @@", "@@", "@@ -1,2 +1,9 @@"))
    files = [f"--- a/{path}", f"+++ b/{path}"]
    if rng.random() < 0.3:
        files = [f"diff --git a/{path} b/{path}", "index 12..34", *files]
    text = _lines([*files, head, *lines])
    return rng.choice(("```diff\n{}```\n\n", "{}\nDone.\n", "{}")).replace("{}", text)


def _patch(rng: Random) -> str:
    path, old, new, _ = _change(rng)
    whole = [f"*** Update File: {path}", "@@", *_signed(old, new, rng)]
    made = [f"*** Add File: {path}", *(f"+{one}" for one in new)]
    goes = [f"*** Delete File: {path}"]
    moves = [f"*** Update File: {path}", f"*** Move to: {_path(rng)}"]
    ops = [*rng.choice((whole, whole, made, goes, moves, [*moves, *whole[1:]]))]
    body = _lines(["*** Begin Patch", *ops, "*** End Patch"])
    return rng.choice(("{}", "```\n{}```\n", "apply_patch <<'EOF'\n{}EOF\n")).replace("{}", body)


def _whole(rng: Random) -> str:
    path = _path(rng)
    text = FILES.get(path, b"new\n").decode().replace("e", rng.choice("eE"))
    ticks = rng.choice(("```", "```", "````"))
    said = rng.choice(("", " (new file)", " (whole file)"))
    return f"{path}{said}\n{ticks}\n{text}{ticks}\n\n"


def _of_file(rng: Random) -> str:
    path, to = _path(rng), _path(rng)
    lines = rng.choice(
        (
            [f"--- a/{path}", "+++ /dev/null", "@@ -1 +0,0 @@", "-one"],
            [f"diff --git a/{path} b/{path}", "deleted file mode 100644"],
            [f"diff --git a/{path} b/{to}", f"rename from {path}", f"rename to {to}"],
            [f"diff --git a/{path} b/{path}", "old mode 100644", "new mode 100755"],
        )
    )
    return f"```diff\n{_lines(lines)}```\n\n"


def _prose(rng: Random) -> str:
    return "".join(rng.choice(NOISE) for _ in range(rng.randrange(6))) + "Some words.\n\n"


def _lines(lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


_WRITTEN: tuple[Callable[[Random], str], ...] = (
    _block, _block, _diff, _diff, _patch, _patch, _whole, _of_file, _prose,
)  # fmt: skip


def _insert(text: str, rng: Random) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + rng.choice(NOISE) + text[at:]


def _insert_line(text: str, rng: Random) -> str:
    lines = text.split("\n")
    lines.insert(rng.randrange(len(lines) + 1), rng.choice(NOISE).removesuffix("\n"))
    return "\n".join(lines)


def _drop_line(text: str, rng: Random) -> str:
    lines = text.split("\n")
    del lines[rng.randrange(len(lines))]
    return "\n".join(lines)


def _double_line(text: str, rng: Random) -> str:
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    return "\n".join([*lines[:at], lines[at], *lines[at:]])


def _swap_lines(text: str, rng: Random) -> str:
    lines = text.split("\n")
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def _drop(text: str, rng: Random) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + text[at + rng.choice((1, 1, 2, 9, 40)) :]


def _cut(text: str, rng: Random) -> str:
    return text[: rng.randrange(len(text) + 1)]


def _repeat(text: str, rng: Random) -> str:
    low = rng.randrange(len(text) + 1)
    part = text[low : low + rng.choice((1, 7, 60))]
    return text[:low] + part * rng.choice((2, 3, 12)) + text[low:]


def _crlf(text: str, rng: Random) -> str:
    return text.replace("\n", "\r\n")


def _indent(text: str, rng: Random) -> str:
    return "\n".join(f"   {line}" if line else line for line in text.split("\n"))


_SPOIL: tuple[Callable[[str, Random], str], ...] = (
    _insert, _insert, _insert_line, _insert_line, _drop_line, _double_line, _swap_lines, _drop,
    _cut, _repeat, _crlf, _indent,
)  # fmt: skip
