"""Actor: who acts in a passive sentence, so that an active one can begin with them."""

from __future__ import annotations

import re

_BE = r"\b(?:is|are|was|were|be|been|being|isn't|aren't|wasn't|weren't|gets?|got)\b"
_TITLES = r"(?:Dr|Mr|Mrs|Ms|Prof|St)\."
_BREAK = (
    "about above across after against along among and around as at because before behind below "
    "beneath beside between beyond but by down during every except for from if in inside into "
    "just last like near next off on once onto only or out over past per since so than that then "
    "this though through throughout till to today tomorrow toward towards under until up upon via "
    "when where whereas which while who whom whose with within without yesterday"
)
_ACTOR = re.compile(
    rf"\bby (?P<actor>(?:(?!\b(?:{_BREAK.replace(' ', '|')})\b)"
    rf"(?:{_TITLES}|[^,;:.!?()\[\]—–`]))+)"
)
_NOBODY = re.compile(
    r"(?:(?-i:(?!(?:\w*thing|king|queen|sibling|being|offspring)\b)[a-z]+ing\b)|\d+\b(?! of the\b)"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may\b|june|july"
    r"|august|september|october|november|december"
    r"|(?:hand|car|train|bus|air|sea|mail|post|phone|default|chance|far|now|then|accident|mistake"
    r"|itself|name|law|half)\b"
    r"|the (?:end|time|hour|day|way|name|side)\b|(?:an?|one) (?:factor|third))",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    rf"{_BE}(?: \w+){{0,2}}? (?:\w+ed|\w+en|built|made|found|kept|sent|held|sung|told|read|left"
    r"|paid|sold|brought|bought|caught|taught|met|put|set|cut|done|known|shown|grown|drawn|thrown)\b"
)
_PRONOUNS = {"me": "I", "him": "he", "her": "she", "us": "we", "them": "they", "it": "it"}
_LEAD = re.compile(r"(?P<lead>[A-Z][^,;:.!?]{1,45}), (?=\S)")
_CLAUSE = re.compile(
    r"\b(?:that|which|who|whom|whose|because|although|though|while|when|if)\b|[,;:]"
)


def beginning(sentence: str) -> str:
    """Return how an active sentence begins: "The board", "In 1990, a bank"; "" if not known.

    Only a plain case is one: a single "by", in the main clause, whose noun is someone that acts.
    """
    found = [one for one in _ACTOR.finditer(sentence) if not _NOBODY.match(one["actor"])]
    if len(found) != 1:
        return ""
    lead = _LEAD.match(sentence)
    opening = lead["lead"] if lead and not re.search(_BE, lead["lead"]) else ""
    before = sentence[len(opening) + 2 if opening else 0 : found[0].start()]
    if len(re.findall(_BE, before)) != 1 or _CLAUSE.search(before):
        return ""
    actor = found[0]["actor"].strip()
    actor = _PRONOUNS.get(actor, actor)
    return f"{opening}, {actor}" if opening else actor[:1].upper() + actor[1:]


def still_passive(sentence: str) -> bool:
    """Tell whether a sentence that was to be active has a passive in it."""
    return _PASSIVE.search(sentence) is not None
