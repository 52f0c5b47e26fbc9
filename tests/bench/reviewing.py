"""Benchmark of the review: `python tests/bench/reviewing.py` opens large proposals and reads them.

What is shown is compared, in one run, with a bare Textual app that shows plain lines on the Line
API. Times are from the key to the last byte of its frame for the terminal, both apps headless at
120x40; bytes are those of the frames. Compare ratios, bytes and counts; times swing with the
machine. Exit code 1 when a `must` fails.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import sys
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("TEXTUAL_FPS", "120")

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.events import Key
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from pairtui.proposal import FileChange, Hunk, Present
from pairtui.review.decide import Review
from tests.tui.review.material import CHARACTERS, Host, review

COLUMNS, ROWS = 120, 40
PAGES = 40
"""How often a key is pressed for its figure."""
Figures = dict[str, tuple[float, float]]
"""By name: the median and the 95th percentile."""


def proposal(files: int, lines: int) -> Review:
    """Return a proposal that changes so many lines, in runs of five, spread over some files."""
    runs = lines // files // 10
    made = []
    for number in range(files):
        texts = [b"    value_%d = compute(%d, 'x', %d)  # note\n" % (n, number, n)
                 for n in range(runs * 20)]  # fmt: skip
        path = f"package/part_{number}.py"
        hunks, place = [], 0
        for at in range(0, len(texts), 20):
            start = place + sum(map(len, texts[at : at + 8]))
            old = b"".join(texts[at + 8 : at + 13])
            new = old.replace(b"compute", b"count")
            hunks.append(Hunk(f"h{number}-{at}", path, start, start + len(old), old, new))
            place += sum(map(len, texts[at : at + 20]))
        made.append(FileChange(path, Present(b"".join(texts)), tuple(hunks)))
    return review(*made)


class Plain(ScrollView, can_focus=True):
    """Lines of plain text, as cheap as Textual can show them."""

    def __init__(self, texts: list[str]) -> None:
        super().__init__()
        self._texts = texts
        self.virtual_size = Size(COLUMNS, len(texts))
        self.row = 0

    def render_line(self, y: int) -> Strip:
        """Return one line."""
        at = y + self.scroll_offset.y
        mark = ">" if at == self.row else " "
        return Strip([Segment(f"{mark}{self._texts[at]}")]).adjust_cell_length(self.size.width)

    def key_j(self) -> None:
        """Go one line down: the two lines change that have to."""
        self.row += 1
        for y in (self.row - 1, self.row):
            self.refresh(Region(0, y - self.scroll_offset.y, self.size.width, 1))

    def key_pagedown(self) -> None:
        """Go one page down."""
        self.scroll_relative(y=self.size.height - 2, animate=False)


class Bare(App[None]):
    """An app that shows nothing but lines."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, texts: list[str]) -> None:
        super().__init__()
        self.animation_level = "none"
        self._texts = texts

    def compose(self) -> ComposeResult:
        """Show them."""
        yield Plain(self._texts)

    def on_mount(self) -> None:
        """Give them the keys."""
        self.query_one(Plain).focus()


class Frames:
    """When frames were written, and how many bytes they had."""

    def __init__(self, app: App[Any]) -> None:
        self.last = 0.0
        self.size = 0
        display = app._display

        def count(shown: Any, renderable: Any) -> None:
            if renderable is not None and hasattr(renderable, "render_segments"):
                self.size += len(renderable.render_segments(app.console).encode())
            display(shown, renderable)
            self.last = perf_counter()

        setattr(app, "_display", count)  # noqa: B010 - there is no public place to listen

    async def after(self, begun: float) -> float:
        """Wait for the first frame after a moment; return the milliseconds it took."""
        while self.last < begun and perf_counter() < begun + 20:  # noqa: ASYNC110 - by this loop
            await asyncio.sleep(0)
        return (self.last - begun) * 1000


async def pressed(app: App[Any], frames: Frames, key: str, times: int, rest: float) -> Figures:
    """Press a key again and again; return its milliseconds and bytes."""
    spent: list[float] = []
    sizes: list[float] = []
    for _ in range(times):
        await asyncio.sleep(rest)
        frames.size = 0
        begun = perf_counter()
        event = Key(key, key if len(key) == 1 else CHARACTERS.get(key))
        event.time = begun
        app.post_message(event)
        spent.append(await frames.after(begun))
        await asyncio.sleep(0.03)
        sizes.append(frames.size)
    return {f"{key} ms": _both(spent), f"{key} bytes": _both(sizes)}


def _both(values: list[float]) -> tuple[float, float]:
    ordered = sorted(values)
    return median(ordered), ordered[min(int(len(ordered) * 0.95), len(ordered) - 1)]


async def measure_bare() -> Figures:
    """Measure the bare app."""
    texts = [f"    value_{n} = compute(0, 'x', {n})  # note" for n in range(20_000)]
    app = Bare(texts)
    async with app.run_test(size=(COLUMNS, ROWS)) as pilot:
        await pilot.pause()
        frames = Frames(app)
        await pressed(app, frames, "pagedown", 3, 0.05)
        figures = await pressed(app, frames, "pagedown", PAGES, 0.05)
        app.query_one(Plain).row = app.query_one(Plain).scroll_offset.y + 2
        return figures | await pressed(app, frames, "j", 20, 0.05)


async def measure_review(shown: Review) -> Figures:
    """Measure the review of a proposal, from an app that is up."""
    host = Host(None)
    async with host.run_test(size=(COLUMNS, ROWS)) as pilot:
        await pilot.pause()
        host.pane.review = proposal(2, 40)  # so that everything is loaded
        await pilot.pause()
        host.pane.review = None
        await pilot.pause()
        gc.collect()
        gc.freeze()
        frames, before, begun = Frames(host), _memory(), perf_counter()
        host.pane.review = shown
        figures: Figures = {"open ms": (await frames.after(begun),) * 2}
        await asyncio.sleep(0.7)
        for key, times, rest in (
            ("pagedown", PAGES, 0.05), ("j", 20, 0.05), ("n", 20, 0.05), ("a", 20, 0.2),
            ("right_square_bracket", 20, 0.05), ("G", 1, 0.05), ("pageup", PAGES, 0.05),
        ):  # fmt: skip
            figures |= await pressed(host, frames, key, times, rest)
        figures |= await _searched(host)
        figures["memory"] = (_memory() - before,) * 2
        return figures


async def _searched(host: Host) -> Figures:
    """Search everything for what stands in one place, watching for the longest stall."""
    stalls: list[float] = []
    for key in ("slash", *"value_39"):
        host.post_message(Key(key, CHARACTERS.get(key, key)))
        await asyncio.sleep(0.1)
    pane = host.pane
    host.post_message(Key("space", " "))
    begun = last = perf_counter()
    while perf_counter() < begun + 20:
        await asyncio.sleep(0)
        now = perf_counter()
        stalls.append((now - last) * 1000)
        last = now
        search, sight = pane._search, pane._sight
        if search and sight and search.text.endswith(" ") and search.done(sight.scroll):
            break
        last = perf_counter()
    figures = {"search ms": ((last - begun) * 1000,) * 2}
    return figures | {"search stall ms": (_both(stalls)[1], max(stalls))}


def _memory() -> float:
    """Return the memory of this process in MiB."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


def main() -> int:
    """Print the figures of the bare app, of 20,000 lines and of 200,000 in 2,000 files."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", type=int, default=2_000, help="files of the larger proposal")
    given = parser.parse_args()
    bare = asyncio.run(measure_bare())
    small = asyncio.run(measure_review(proposal(given.files // 10, given.files * 10)))
    large = asyncio.run(measure_review(proposal(given.files, given.files * 100)))
    print(f"{'figure':28}{'bare p50/p95':>18}{'20,000 lines':>18}{'200,000 lines':>18}")
    for name in large:
        cells = [f"{one[name][0]:.1f}/{one[name][1]:.1f}" if name in one else "–"
                 for one in (bare, small, large)]  # fmt: skip
        print(f"{name:28}" + "".join(f"{cell:>18}" for cell in cells))
    bytes_of_a_page = large["pagedown bytes"][1]
    two_lines = large["j bytes"][0] / bare["j bytes"][0]
    print(f"a one-line move writes {two_lines:.2f} times what the bare app writes for two lines")
    holds = bytes_of_a_page <= 20_000 and large["memory"][0] <= 60
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
