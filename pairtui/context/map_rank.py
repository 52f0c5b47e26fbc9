"""Rank: which definitions of a repository matter for some files and words.

A personalised PageRank over "this file uses a name that one defines", after Page, Brin, Motwani
and Winograd (1999) and Jeh and Widom (2003). It is pushed outwards from the files in the
conversation for a few rounds, so that it costs the same however large the repository is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import log1p, sqrt

from pairtui.context.map_index import MapIndex, Symbol
from pairtui.context.outline.definition import Definition
from pairtui.context.outline.registry import language

ROUNDS = 2
"""How far from the conversation one looks: at what its files use, and at what those use."""
FRONTIER = 24
"""Files whose uses are followed in each round."""
SPREAD = 8
"""Definitions of one name, beyond which it says nothing of where it comes from."""
MOST = 400
"""Definitions that are ranked at all."""

FILES = 200
"""Files that are looked into."""
MOST_OF_ONE = 60
"""Definitions of one file."""

_DAMPING = 0.4
_NAMED = 0.5
_SAID = 0.15
"""What the words name by a name that could be a word as well, such as `order`."""
_ANYWAY = 0.05
"""What is said of the repository however little it has to do with the words."""
_REST = 0.0001
"""What is said of each file of a small repository, so that room that is left is filled."""
_PLAIN = 0.5
"""How much less a name of one small word says, such as `get`, which may be a library's as well."""
_SHARE = 0.1
"""How much of a file's weight falls on what it defines and nobody asked for."""
_BESIDE = 0.3
"""How much less is meant by what stands in a test, an example or somebody else's code."""
_IS_BESIDE = re.compile(
    r"(?:^|[/_.-])(?:tests?|specs?|__tests__|mocks?|examples?|benchmarks?|vendor|third_party"
    r"|node_modules|dist|build)(?:[/_.-]|$)"
)
_WORD = re.compile(r"[^\W\d]\w{2,}")


@dataclass(frozen=True, slots=True)
class Ranked:
    """One of the definitions of a file, with its weight: the more, the sooner it is shown."""

    path: str
    found: tuple[Definition, ...]
    at: int
    weight: float

    @property
    def definition(self) -> Definition:
        """Return the definition itself."""
        return self.found[self.at]


def rank(
    index: MapIndex,
    talk: Sequence[str],
    words: str,
    let_out: Callable[[Sequence[str]], Container[str]],
) -> tuple[Ranked, ...]:
    """Return the definitions that matter for these files and words, most first.

    Nothing of a file that is not `let_out` is among them. The same question has the same answer.
    """
    pushed = _Pushed(index, defaultdict(float), defaultdict(float))
    pushed.seed(talk, words)
    frontier: Mapping[str, float] = dict(pushed.files)
    for _ in range(ROUNDS):
        frontier = pushed.push(frontier)
    heaviest = _heaviest(pushed.files, FILES)
    shown = let_out(heaviest)
    ranked: list[Ranked] = []
    for path in heaviest:
        if path in shown:
            ranked += pushed.ranked(path)
        if len(ranked) >= 2 * MOST:
            break
    ranked.sort(key=lambda one: (-one.weight, one.path, one.at))
    return tuple(ranked[:MOST])


@dataclass(frozen=True, slots=True)
class _Pushed:
    """Weights so far: of files, and of names in files."""

    index: MapIndex
    files: defaultdict[str, float]
    names: defaultdict[tuple[str, str], float]

    def seed(self, talk: Sequence[str], words: str) -> None:
        """Give weight to the files of the talk, to what the words name, and a little to the top."""
        for path in talk:
            self.files[path] += 1 / len(talk)
        for name in dict.fromkeys(found[0] for found in _WORD.finditer(words)):
            symbols = tuple(islice(self.index.named(name), SPREAD + 1))
            if len(symbols) > SPREAD:
                continue
            weight = _SAID if name.islower() and name.isalpha() else _NAMED
            for symbol in symbols:
                self._give(symbol, weight / len(symbols))
        for place, path in enumerate(self.index.top):
            self.files[path] += _ANYWAY / (place + 1)
        if self.index.count <= FILES:
            for path, _, _ in self.index.records():
                self.files[path] += _REST * (_BESIDE if is_beside(path) else 1)

    def push(self, frontier: Mapping[str, float]) -> Mapping[str, float]:
        """Hand the weight of the heaviest files on to what they use; return what was given."""
        given: defaultdict[str, float] = defaultdict(float)
        for path in _heaviest(frontier, FRONTIER):
            uses = tuple(self._uses(path))
            whole = sum(weight for weight, _ in uses)
            for weight, symbols in uses:
                share = frontier[path] * _DAMPING * weight / whole / len(symbols)
                for symbol in symbols:
                    self._give(symbol, share)
                    given[symbol.path] += share
        return given

    def ranked(self, path: str) -> Sequence[Ranked]:
        """Return the definitions of a file with their weights, the heaviest of them."""
        filed = self.index.file(path)
        if filed is None:
            return ()
        found = filed.outline.definitions
        rest = self.files[path] * _SHARE / log1p(len(found) + 1)
        ranked = [
            Ranked(path, found, at, self._weight(path, one) + rest / (at + 2))
            for at, one in enumerate(found)
        ]
        ranked.sort(key=lambda one: (-one.weight, one.at))
        return ranked[:MOST_OF_ONE]

    def _weight(self, path: str, one: Definition) -> float:
        """Return what fell on a name; a block of methods only repeats its type's."""
        return 0.0 if one.kind == "impl" else self.names[path, one.name]

    def _uses(self, path: str) -> Iterator[tuple[float, Sequence[Symbol]]]:
        """Yield how much a file uses each name, and the other files' definitions it may mean."""
        filed, of = self.index.file(path), language(path)
        if filed is None or of is None:
            return
        for name, count in filed.outline.names:
            if name.startswith("_"):
                continue  # by custom its own file's alone
            symbols = [
                symbol
                for symbol in islice(self.index.named(name), 4 * SPREAD)
                if symbol.kind != "file" and symbol.path != path and _refers(of.family, symbol)
            ]
            if 0 < len(symbols) <= SPREAD:
                rare = log1p(self.index.count / (1 + symbols[0].used))
                telling = _PLAIN if name.islower() and name.isalpha() else 1
                yield sqrt(count) * rare * telling / len(symbols), symbols

    def _give(self, symbol: Symbol, weight: float) -> None:
        weight *= _BESIDE if is_beside(symbol.path) else 1
        self.files[symbol.path] += weight
        if symbol.kind != "file":
            self.names[symbol.path, symbol.name] += weight


def is_beside(path: str) -> bool:
    """Tell whether a file is a test, an example or somebody else's code."""
    return _IS_BESIDE.search(path) is not None


def _refers(family: str, symbol: Symbol) -> bool:
    """Tell whether a file of a family can mean a definition; prose can mean any."""
    of = language(symbol.path)
    return of is not None and family in ("markdown", of.family)


def _heaviest(weights: Mapping[str, float], most: int) -> list[str]:
    return sorted(weights, key=lambda path: (-weights[path], path))[:most]
