"""Measures what the embedded model makes of the labelled sentences: usable, refused, wrong.

By hand: python tests/tiny/measure.py. Judged by program: an answer that passes the
guard is usable when all words to keep are in it and the task is done; else it is wrong. Read the
answers all the same: a program cannot judge sense.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from pairtui.conversation import Passage
from pairtui.events import Noted
from pairtui.prompts import Prompts
from pairtui.proposal import Selection
from pairtui.providers.embedded import MODEL, EmbeddedProvider
from pairtui.providers.model_add import find_model
from pairtui.request import Provider
from pairtui.review.words import count_words
from pairtui.session.sentence import reword

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence, what is to be done with it, and what must survive."""

    task: str
    text: str
    keep: tuple[str, ...]


def labelled(path: Path) -> list[Labelled]:
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["sentence"]
    return [Labelled(row["task"], row["text"], tuple(row["keep"])) for row in rows]


def verdict(one: Labelled, new: str) -> str:
    told = new.casefold()
    lost = [word for word in one.keep if not any(w in told for w in word.casefold().split("|"))]
    if lost:
        return f"wrong: lost {', '.join(lost)}"
    if one.task == "tighten" and count_words(new) >= count_words(one.text):
        return "wrong: not shorter"
    return "usable"


async def ask(one: Labelled, prompts: Prompts, provider: Provider, model: str) -> tuple[str, str]:
    """Return "usable", "refused", "not asked" or "wrong: ...", and the answer or the reason."""
    data = one.text.encode()
    passage = Passage("sentence.md", 0, len(data), "the sentence")
    template = prompts.template(f"command/{one.task}")
    result = ("not asked", "")
    async for found in reword(
        data, passage, template, prompts, provider=provider, model=model, stop=asyncio.Event()
    ):
        match found:
            case Selection(text=new):
                result = (verdict(one, new), new)
            case Noted(text=says):
                result = ("refused" if says.startswith("left") else "not asked", says)
            case _:
                pass
    return result


async def measure(path: Path, gguf: Path) -> int:
    """Print every sentence with what came of it, then the counts; return 1 if any is wrong."""
    prompts, provider = Prompts.load(), EmbeddedProvider(gguf)
    counts: Counter[tuple[str, str]] = Counter()
    seconds = []
    try:
        for one in labelled(path):
            begun = time.monotonic()
            result, says = await ask(one, prompts, provider, MODEL)
            seconds.append(time.monotonic() - begun)
            counts[one.task, result.partition(":")[0]] += 1
            print(f"[{one.task}] {one.text}\n  {result}: {says}\n")
    finally:
        await provider.aclose()
    kinds = ("usable", "refused", "not asked", "wrong")
    for task in sorted({task for task, _ in counts}):
        print(task.ljust(8), *(f"{kind} {counts[task, kind]:2}" for kind in kinds), sep="  ")
    total = {kind: sum(n for (_, found), n in counts.items() if found == kind) for kind in kinds}
    print("all     ", *(f"{kind} {total[kind]:2}" for kind in kinds), sep="  ")
    print(f"seconds a sentence: median {sorted(seconds)[len(seconds) // 2]:.2f}")
    return 1 if total["wrong"] else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gguf", type=Path, nargs="?", default=None, help="the model's file")
    parser.add_argument("--file", type=Path, default=HERE / "sentences.toml")
    options = parser.parse_args()
    gguf = options.gguf or find_model(platformdirs.user_data_path("pairtui"))
    if gguf is None:
        print("The embedded model is not installed; try: pairtui model add")
        return 2
    return asyncio.run(measure(options.file, gguf))


if __name__ == "__main__":
    sys.exit(main())
