"""Guard: whether a reworded sentence may be shown at all.

A tiny model often drops what matters. Whatever can be checked without understanding is checked:
numbers, names, links, quotations, a "not", how much of the wording is kept, repeats, length.
Better no suggestion than a bad one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from pairtui.formats.vocabulary import (
    EMPTY_WORDS,
    FREE_WORDS,
    IRREGULAR,
    NEGATIONS,
    NUMBER_WORDS,
    PERSONS,
    WITHHOLDING,
)
from pairtui.review.sentences import sentences

RUNAWAY = 1.3
KEPT = 0.5
ADDED = 0.12

_PART = re.compile(r"[,;:—–]\s|\s\(|\b(?:and|but) (?=\w+ \w+ \w+)")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")
_KEPT_EXACTLY = (
    ("code", re.compile(r"`[^`]+`")),
    ("link", re.compile(r"\[[^\]]*\]\([^)\s]*\)|\[[^\]]+\]\[[^\]]*\]|\[\^[^\]]+\]")),
    ("address", re.compile(r"(?:https?://|www\.)[^\s)>\]]*[\w/]|[\w.+-]+@[\w-]+\.[\w.]*\w")),
    ("quotation", re.compile(r"[\"“«][^\"”»]+[\"”»]")),
    ("emphasis", re.compile(r"\*+[^*\s][^*]*\*+|(?<!\w)_+[^_\s][^_]*_+(?!\w)")),
)
_CHATTER = re.compile(
    r"(?:sure|certainly|of course|here(?:'s| is| are)\b|okay|i(?:'m| am) (?:sorry|an? )|as an ai"
    r"|i can(?:not|'t)|(?:the )?(?:new |rewritten |revised )?(?:sentence|answer|output)\s*:)",
    re.IGNORECASE,
)
_SHORT_FORM = re.compile(
    r"\b(?:Dr|Mr|Mrs|Ms|Prof|St|Mt|No|vs|etc|Inc|Ltd|Co|Fig|e\.g|i\.e|[A-Z])\.\s*$"
)


def guard(old: str, new: str, *, kept: float = KEPT, added: float = ADDED) -> str:
    """Return why a new sentence is not shown, or "" if it may be.

    `kept` is the least share of the old content words that must stay, `added` the largest share
    of the new ones that may be new. Where all must stay, `kept` is 1, none may be added, and small
    words count too: only articles and forms of be, have and do are free.
    """
    for check in (_form, _exact_parts, _numbers, _names, _persons, _negation):
        if why := check(old, new):
            return why
    return _same_words(old, new) if kept >= 1 else _wording(old, new, kept, added)


def _form(old: str, new: str) -> str:
    if not new.strip():
        return "nothing came back"
    if _flat(old) == _flat(new) or (_words(old) == _words(new) != []):
        return "it came back unchanged"
    if _CHATTER.match(new) and not _CHATTER.match(old):
        return "it answered instead of rewording"
    before, after = _words(old), _words(new)
    if not after:
        return "nothing came back"
    if len(after) > max(len(before) * RUNAWAY, len(before) + 2):
        return "it grew too long"
    if _repeats(before, after):
        return "it repeats itself"
    if "\n" in new.strip() or len(sentences(new)) > len(sentences(old)):
        return "more than one sentence came back"
    if _ending(old) != _ending(new):
        return "it does not end as the sentence did"
    return ""


def _exact_parts(old: str, new: str) -> str:
    for kind, pattern in _KEPT_EXACTLY:
        why = _difference(kind, Counter(pattern.findall(old)), Counter(pattern.findall(new)))
        if why:
            return why
    return ""


def _numbers(old: str, new: str) -> str:
    def numbers(text: str) -> Counter[str]:
        told = [word.casefold() for word in _WORD.findall(text)]
        return Counter([*_NUMBER.findall(text), *(word for word in told if word in NUMBER_WORDS)])

    return _difference("number", numbers(old), numbers(new))


def _names(old: str, new: str) -> str:
    every = {word.casefold() for word in _WORD.findall(old)}
    kept = {word.casefold() for word in _WORD.findall(new)}
    lost = [word for word in _capitals(old) if word.casefold() not in kept]
    if lost:
        return f"it lost the name {lost[0]}"
    made_up = [word for word in _capitals(new) if word.casefold() not in every]
    return f"it made up the name {made_up[0]}" if made_up else ""


def _capitals(text: str) -> list[str]:
    """Return the words with a capital that are not so merely by beginning a sentence."""
    names = []
    for found in _WORD.finditer(text):
        word, before = found[0], text[: found.start()].rstrip("\"'“‘([*_ ")
        begins = not before or (before[-1] in ".!?…:" and not _SHORT_FORM.search(before))
        inside = any(letter.isupper() for letter in word[1:])
        if inside or (word[0].isupper() and not begins and word not in ("I", "I'm", "I've", "I'd")):
            names.append(word.removesuffix("'s").removesuffix("’s"))
    return names


def _persons(old: str, new: str) -> str:
    before, after = _words(old), _words(new)
    for group in PERSONS:
        if sum(word in group for word in after) > sum(word in group for word in before):
            return f"it made up a “{min(set(after) & group)}”"
    return ""


def _negation(old: str, new: str) -> str:
    before = {_bare_negation(word) for word in _words(old)}
    after = {_bare_negation(word) for word in _words(new)}
    loose = NEGATIONS | WITHHOLDING
    if before & NEGATIONS and not after & loose:
        return "it lost a “not”"
    if after & NEGATIONS and not before & loose:
        return "it made up a “not”"
    return ""


def _wording(old: str, new: str, kept: float, added: float) -> str:
    before, after = _stems(old), _stems(new)
    if not before:
        return ""
    if sum(_known(stem, after) for stem in before) < kept * len(before):
        return "it lost too much of what was said"
    for part in _PART.split(old):
        said = _stems(part)
        if len(said) > 1 and not any(_known(stem, after) for stem in said):
            return "it lost a part of the sentence"
    if after and sum(not _known(stem, before) for stem in after) > added * len(after):
        return "it says something else"
    return ""


def _same_words(old: str, new: str) -> str:
    before, after = ({_lemma(word) for word in _words(text)} - FREE_WORDS for text in (old, new))
    lost = [word for word in before if not _known(word, after)]
    made_up = [word for word in after if not _known(word, before)]
    if lost:
        return f"it lost “{min(lost)}”"
    return f"it made up “{min(made_up)}”" if made_up else ""


def _lemma(word: str) -> str:
    word = word.removesuffix("'s")
    return IRREGULAR.get(word, word)


def _stems(text: str) -> set[str]:
    """Return what the words that carry meaning begin with."""
    words = (_lemma(word) for word in _words(text))
    return {word for word in words if len(word) > 2 and word not in EMPTY_WORDS}


def _known(stem: str, others: Iterable[str]) -> bool:
    """Tell whether a word is among others, be it in another form: decide, decision."""
    return any(_alike(stem, other) for other in others)


def _alike(one: str, other: str) -> bool:
    """Tell whether two words are forms of one: the same, or alike in four letters or more."""
    short, long = sorted((one, other), key=len)
    if len(short) < 4:
        return long.removeprefix(short) in ("", "s", "d", "es", "ed", "ing")
    return short[:4] == long[:4]


def _words(text: str) -> list[str]:
    return [word.casefold().replace("’", "'") for word in _WORD.findall(text)]


def _flat(text: str) -> str:
    return " ".join(text.split()).rstrip(" .").casefold()


def _ending(text: str) -> str:
    """Return how a sentence ends: as a question, with a colon, with nothing, or else."""
    last = text.rstrip().rstrip("\"'”’)]*_")[-1:]
    if last in "?:;,":
        return last
    return "." if last in ".!…" else ""


def _repeats(before: list[str], after: list[str]) -> bool:
    for size, times in ((1, 3), (2, 2), (3, 2)):
        runs = _runs(after, size)
        old = _runs(before, size)
        for at in range(len(after) - size * times + 1):
            run = tuple(after[at : at + size])
            if all(tuple(after[at + size * n : at + size * (n + 1)]) == run for n in range(times)):
                return True
        if size == 3 and any(count > max(1, old[run]) for run, count in runs.items()):
            return True
    return False


def _runs(words: list[str], size: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[at : at + size]) for at in range(len(words) - size + 1))


def _difference(kind: str, before: Counter[str], after: Counter[str]) -> str:
    if lost := before - after:
        return f"it lost the {kind} {next(iter(lost))}"
    if more := after - before:
        return f"it made up the {kind} {next(iter(more))}"
    return ""


def _bare_negation(word: str) -> str:
    return "not" if word.endswith("n't") or word == "cannot" else word
