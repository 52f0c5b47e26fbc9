"""Testing: tests that go away, that are skipped, or that assert less than they did."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pairtui.review.scrutiny.sign import Looked, Sign, count_of, first_few, lines_with, parts
from pairtui.review.visible import show_bytes

FOLDERS = {"test", "tests", "__tests__", "spec", "specs", "e2e", "testsuite", "unittests"}
NAMED = re.compile(
    r"^(?:test_.*|.*[_.-](?:test|tests|spec)|conftest)\.[a-z]+$"
    r"|[a-z0-9](?:Tests?|TestCase|Spec|IT)\.(?:java|kt|kts|scala|groovy|cs|vb|fs|php|swift|m|mm)$"
    r"|\.(?:bats|t)$|\.feature$"
)
QUOTED = r"\(?\s*(?:'([^'\n]{1,200})'|\"([^\"\n]{1,200})\"|`([^`\n]{1,200})`)"
SUFFIXES = {
    "python": (".py", ".pyi"),
    "script": (
        ".js", ".jsx", ".ts", ".tsx", ".mjs", ".cjs", ".mts", ".cts", ".vue", ".coffee", ".dart",
    ),
    "ruby": (".rb", ".exs", ".ex", ".bats"),
    "go": (".go",),
    "rust": (".rs",),
    "marked": (".java", ".kt", ".kts", ".scala", ".groovy", ".cs", ".fs", ".vb"),
    "plain": (".php", ".swift", ".m", ".mm"),
    "c": (".c", ".cc", ".cpp", ".cxx", ".h", ".hpp", ".cu"),
}  # fmt: skip
NAMES = {
    "python": r"^[ \t]*(?:async[ \t]+)?def[ \t]+(test\w*)|^[ \t]*class[ \t]+(Test\w*)",
    "script": r"^[ \t]*(?:it|test|describe|context|specify|suite|group|testWidgets)\b"
    r"(?:\.\w+){0,2}" + QUOTED,
    "ruby": r"^[ \t]*(?:@test|it|test|describe|context|specify|feature|scenario)\b" + QUOTED
    + r"|^[ \t]*def[ \t]+(test_\w+)",
    "go": r"^func[ \t]+((?:Test|Benchmark|Fuzz|Example)\w*)\(",
    "rust": r"#\[(?:\w+::){0,3}(?:test|rstest|test_case|proptest)\b[^\]\n]{0,200}\]\s{0,40}"
    r"(?:#\[[^\]\n]{0,200}\]\s{0,40}){0,6}(?:pub\s{1,9})?(?:async\s{1,9})?fn\s{1,9}(\w+)",
    "marked": r"(?:@(?:Test|ParameterizedTest|RepeatedTest)\b"
    r"|\[(?:Fact|Theory|Test|TestMethod|TestCase)\b)"
    r"[^{;=]{0,300}?[\s.](\w+|`[^`\n]{1,200}`)\s{0,9}\(",
    "plain": r"^[ \t]*(?:(?:public|private|final|static|async)[ \t]+){0,3}"
    r"func(?:tion)?[ \t]+(test\w*)",
    "c": r"^[ \t]*(?:TEST(?:_[FP])?|TYPED_TEST(?:_P)?|TEST_CASE|SCENARIO|BOOST_AUTO_TEST_CASE)"
    r"[ \t]*\(([^)\n]{1,200})\)|^(?:static[ \t]+)?(?:void|int)[ \t]+(test_\w+)\(",
}  # fmt: skip
ASSERTS = re.compile(
    rb"(?<![\w.])assert(?:_\w+|\b)!?|\bself\.(?:assert|fail)\w+\(|\bexpect(?:_\w+)?[ \t]*\("
    rb"|\.should\b|\b(?:require|assert|is)\.\w+\(|\bt\.(?:Error|Fatal)f?\(|\b(?:EXPECT|ASSERT)_\w+\("
    rb"|\b(?:Assert|Assertions|XCTAssert\w*)[.(]|\bassert[A-Z]\w*\(|\$this->assert\w+\("
    rb"|\b(?:debug_)?assert(?:_eq|_ne|_matches)?!|\bpytest\.raises\(|\b(?:REQUIRE|CHECK)(?:_\w+)?\("
)
SKIPS = re.compile(
    rb"@?pytest\.(?:mark\.)?(?:skip|skipif|xfail)\b|@?unittest\.(?:skip\w*|expectedFailure)"
    rb"|\.skipTest\(|raise[ \t]+(?:unittest\.)?SkipTest"
    rb"|\b(?:it|test|describe|context|suite)\.(?:skip|todo|fixme)\b"
    rb"|(?<![\w.])(?:xit|xtest|xdescribe|xcontext|xspecify)\b[ \t]*\(?[ \t]*['\"`]"
    rb"|\bt\.Skip(?:f|Now)?\(|#\[ignore\b|@(?:Ignore|Disabled|IgnoreTest)\b|\[Ignore\b"
    rb"|\bSkip[ \t]*=[ \t]*\"|markTest(?:Skipped|Incomplete)\(|@tag[ \t]+:?skip"
    rb"|\bXCTSkip|\bGTEST_SKIP\("
    rb"|\bTEST(?:_[FP])?[ \t]*\([^)\n]{0,120}\bDISABLED_"
)
SKIP_WORDS = (b"skip", b"Skip", b"SKIP", b"xfail", b"expectedFailure", b".todo", b".fixme", b"xit",
              b"xtest", b"xdescribe", b"xcontext", b"xspecify", b"gnore", b"Disabled", b"DISABLED",
              b"markTestIncomplete")  # fmt: skip
"""What a text has to hold before it is worth looking for any of these."""
ONLY_WORDS = (b".only", b"fit(", b"fdescribe(", b"ftest(")
TRUE_WORDS = (b"true", b"True", b"assert 1", b"expect(1)")
ONLY = re.compile(
    rb"\b(?:it|test|describe|context|suite)\.only\b|(?<![\w.])(?:fit|fdescribe|ftest)\("
)
ALWAYS = re.compile(
    rb"(?<![\w.])assert[ \t]+(?:True|1)[ \t]*(?:$|,|#)|\bassert!?\([ \t]*true[ \t]*[,)]"
    rb"|\bexpect\((true|1)\)\.(?:toBe|toEqual)\(\1\)"
    rb"|\bassert(?:True|Equals?)?\([ \t]*[Tt]rue[ \t]*\)",
    re.MULTILINE,
)


def testing(at: Looked) -> Iterator[Sign]:
    """Yield signs where tests are removed or made weaker."""
    if not at.hunk.old and not at.hunk.new:
        return
    kind = _language(at.change.path)
    if not (is_test(at.change.path) or kind == "rust"):
        return
    gone = _gone(at, kind)
    if at.hunk.kind == "delete" and gone:
        yield at.sign("test removed", f"deletes a file with {count_of(len(gone), 'test')}")
        return
    if gone:
        yield at.sign("test removed", f"removes {first_few(gone)}")
    if at.hunk.kind != "text":
        return
    for name, words, pattern, does in (
        ("test skipped", SKIP_WORDS, SKIPS, "skips a test"),
        ("test skipped", ONLY_WORDS, ONLY, "leaves out all other tests"),
        ("test weakened", TRUE_WORDS, ALWAYS, "asserts what is always true"),
    ):
        spot = _more(at, words, pattern)
        if spot is not None:
            yield at.sign(name, f"{does} at line {at.line(spot[0])}", spot)
    lost = 0 if gone or not is_test(at.change.path) else _asserts_lost(at)
    if lost:
        yield at.sign("test weakened", f"removes {count_of(lost, 'assertion')}")


@lru_cache(maxsize=4096)
def is_test(path: str) -> bool:
    """Tell whether a file holds tests, by its name and folders."""
    every = parts(path)
    name = path.rpartition("/")[2]
    inside = bool(FOLDERS & set(every[:-1])) and bool(_language(path))
    return inside or bool(NAMED.search(name))


@lru_cache(maxsize=4096)
def _language(path: str) -> str:
    lower = path.casefold()
    return next((kind for kind, ends in SUFFIXES.items() if lower.endswith(ends)), "")


_PATTERNS = {kind: re.compile(pattern, re.MULTILINE) for kind, pattern in NAMES.items()}


@lru_cache(maxsize=2048)
def _tests(data: bytes, kind: str) -> tuple[str, ...]:
    """Return the names of the tests in a text, in order."""
    if not data or not kind:
        return ()
    found = _PATTERNS[kind].finditer(show_bytes(data))
    return tuple(next(group for group in match.groups() if group) for match in found)


def _gone(at: Looked, kind: str) -> list[str]:
    """Return the tests that are nowhere any more: not in this change and in no other.

    Where as many come as go, they have got other names.
    """
    before, after = _tests(at.hunk.old, kind), _tests(at.hunk.new, kind)
    gone = [name for name in dict.fromkeys(before) if name not in set(after)]
    if not gone or len(set(after)) >= len(set(before)):
        return []
    others = (h for h in at.change.hunks if h.id != at.hunk.id)
    kept = {name for h in others for name in _tests(h.new, kind)}
    for change in at.among:
        if change.path != at.change.path and _language(change.path) == kind:
            kept.update(name for h in change.hunks for name in _tests(h.new, kind))
    return [name for name in gone if name not in kept]


def _more(
    at: Looked, words: tuple[bytes, ...], pattern: re.Pattern[bytes]
) -> tuple[int, int] | None:
    """Return where a pattern stands that the new text has more often; None where it has not.

    It is looked for in lines only that hold one of the words.
    """
    every = _found(at.hunk.new, words, pattern)
    before = len(_found(at.hunk.old, words, pattern)) if every else 0
    return every[before] if len(every) > before else None


def _found(
    data: bytes, words: tuple[bytes, ...], pattern: re.Pattern[bytes]
) -> list[tuple[int, int]]:
    lines = lines_with(data, words)
    return [one.span() for low, high in lines for one in pattern.finditer(data, low, high)]


def _asserts_lost(at: Looked) -> int:
    """Return how many assertions fewer a file makes, of those that go with this change."""
    if not at.hunk.old:
        return 0
    lost = _asserts(at.hunk.old) - _asserts(at.hunk.new)
    if lost <= 0:
        return 0
    files = [at.change, *(one for one in at.among if one.path != at.change.path)]
    others = (h for one in files if is_test(one.path) for h in one.hunks if h.id != at.hunk.id)
    return max(min(lost, lost + sum(_asserts(h.old) - _asserts(h.new) for h in others)), 0)


@lru_cache(maxsize=2048)
def _asserts(data: bytes) -> int:
    return sum(1 for _ in ASSERTS.finditer(data))
