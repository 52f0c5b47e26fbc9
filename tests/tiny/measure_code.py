"""Measures what a small model makes of code tasks: usable, refused, not asked, wrong.

By hand: python tests/tiny/measure_code.py [--any] for the embedded model, as the program asks it
(only for comments) or for any change; or with --base-url and --model for a server's. Judged by
program: an answer that passes the guard is usable when all it must have is in it, else it is
wrong. Read the answers all the same: a program cannot judge sense.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from pairtui.context.task import find_task
from pairtui.conversation import Attachment, Task
from pairtui.events import Noted
from pairtui.prompts import Prompts
from pairtui.proposal import Present, Selection, Snapshot
from pairtui.providers.embedded import MODEL, EmbeddedProvider
from pairtui.providers.hosts import model_of
from pairtui.providers.model_add import find_model
from pairtui.providers.openai import OpenAIProvider
from pairtui.request import Model, Provider
from pairtui.session.rewriting import rewrite

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class CodeTask:
    """A file, what is asked of it, and what the new lines must have."""

    path: str
    words: str
    code: str
    must: tuple[str, ...]


def tasks(path: Path = HERE / "code.toml") -> list[CodeTask]:
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["task"]
    return [CodeTask(row["path"], row["words"], row["code"], tuple(row["must"])) for row in rows]


async def ask(
    one: CodeTask, prompts: Prompts, provider: Provider, model: Model, *, docs_only: bool
) -> tuple[str, str]:
    """Return "usable", "refused", "not asked" or "wrong: ...", and the answer or the reason."""
    data = one.code.encode()
    attached = (Attachment(one.path),)
    snapshot = Snapshot({one.path: Present(data)})
    found = find_task(one.words, prompts.commands, attached, snapshot, docs_only=docs_only)
    if not isinstance(found, Task):
        return "not asked", found.says
    result = ("refused", "")
    never = asyncio.Event()
    async for event in rewrite(
        data, found.passage, one.words, prompts, provider=provider, model=model, stop=never
    ):
        match event:
            case Selection(text=new):
                lacks = [must for must in one.must if not any(m in new for m in must.split("|"))]
                result = (f"wrong: lacks {', '.join(lacks)}" if lacks else "usable", new)
            case Noted(text=says):
                result = ("refused", says)
            case _:
                pass
    return result


async def measure(
    every: Sequence[CodeTask], provider: Provider, model: Model, *, docs_only: bool
) -> Counter[str]:
    """Print every task with what came of it, then the counts, and return those."""
    prompts = Prompts.load()
    counts: Counter[str] = Counter()
    try:
        for one in every:
            result, says = await ask(one, prompts, provider, model, docs_only=docs_only)
            counts[result.partition(":")[0]] += 1
            print(f"[{one.path}] {one.words}\n  {result}: {says}\n")
    finally:
        await provider.aclose()
    kinds = ("usable", "refused", "not asked", "wrong")
    print(*(f"{kind} {counts[kind]}" for kind in kinds), sep="  ")
    return counts


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--any", action="store_true", help="ask for any change")
    parser.add_argument("--base-url", default="")
    parser.add_argument("--model", default="")
    options = parser.parse_args()
    provider: Provider
    if options.base_url:
        provider, model = OpenAIProvider(options.base_url, ""), model_of(options.model, "localhost")
    else:
        gguf = find_model(platformdirs.user_data_path("pairtui"))
        if gguf is None:
            print("The embedded model is not installed; try: pairtui model add")
            return 2
        provider, model = EmbeddedProvider(gguf), model_of(MODEL, "this machine", embedded=True)
    docs_only = not (options.any or options.base_url)
    counts = asyncio.run(measure(tasks(), provider, model, docs_only=docs_only))
    return 1 if counts["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
