"""Prompts: every word we say to a model, read from the template files in prompts/.

A template is a Markdown file. It opens with a front matter of `key: value` lines between two
`---` lines; the rest is a `string.Template`, so a hole is `$name` and a dollar sign is `$$`. A
command file may end with `## Example` sections of one `Before:` and one `After:` line each, and a
`## Words` section of lines such as `- prior to: before`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template as Holes

from pairtui.context.rendered import Rendered
from pairtui.proposal import PromptUse

NEEDED = ("name", "version", "purpose")
LISTS = ("uses", "words", "spans", "classes")
COMMAND_ONLY = (
    "arguments", "for", "may_propose", "words", "spans", "classes", "ask", "keeps", "begins",
    "unbegun",
)  # fmt: skip
HOLES = frozenset(("words", "changes"))
"""What a command's template can be filled with: what stood behind it, and a diff."""
CLASSES = frozenset(("tiny", "local", "capable"))
ANY_BUT_TINY = ("local", "capable")
"""The classes of a command that names none."""
SPANS = frozenset(("sentence", "file"))
KINDS = frozenset(("code", "prose", "any"))
ARGUMENT = re.compile(r"[A-Z][A-Z0-9-]*|\[[A-Z][A-Z0-9-]*\]")
"""One argument of a command, as help shows it: what is in brackets can be left out."""

_SECTION = re.compile(r"^## (?P<kind>Example|Words)[ \t]*\n", re.MULTILINE)
_LISTED = re.compile(r"- (?P<learned>[^:]+): (?P<plain>[^:]+)")
_PAIR = re.compile(r"\s*Before: (?P<before>\S.*)\nAfter: (?P<after>\S.*)\s*")


class PromptError(Exception):
    """A template that cannot be used; the message names the file, what is wrong and the remedy."""


@dataclass(frozen=True, slots=True)
class Example:
    """One worked example of a command: a text before and after."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Template:
    """One template file.

    `name` is its path in prompts/ without the suffix, such as "command/tighten". `uses` are the
    holes of `text`. Commands also have their `arguments`, as help shows them, the `kind` of file
    they are for, whether the answer `may_propose` changes, and the model `classes` they suit.

    For tiny models they have the `words` a person may ask with, the `spans` they work on, `ask`,
    the one line they are told, and `keeps`, the least share of a sentence's content words that must
    stay, and `begins`, by what the answer is begun for them: "actor" is the one who acts, "words"
    the sentence in plain words up to the last one in `plain_words`. Where that finds nothing to
    begin with, `unbegun` says whether to "ask" all the same or to "skip" the sentence.
    """

    name: str
    version: str
    purpose: str
    text: str
    digest: str
    uses: tuple[str, ...] = ()
    arguments: str = ""
    kind: str = "any"
    words: tuple[str, ...] = ()
    spans: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    may_propose: bool = True
    ask: str = ""
    keeps: float = 0.5
    begins: str = ""
    unbegun: str = "ask"
    examples: tuple[Example, ...] = ()
    plain_words: tuple[tuple[str, str], ...] = ()

    @property
    def use(self) -> PromptUse:
        """Return which template this is, for the provenance of what comes of it."""
        return PromptUse(self.name, self.version, self.digest)

    @property
    def command(self) -> str:
        """Return the name of the slash command, or "" if this is no command."""
        folder, _, name = self.name.partition("/")
        return name if folder == "command" else ""

    def lacks(self, argument: str) -> bool:
        """Tell whether there is less behind a command than it cannot do without."""
        needed = [one for one in self.arguments.split() if not one.startswith("[")]
        return len(argument.split()) < len(needed)

    def render(self, **holes: str) -> Rendered:
        """Return the text with its holes filled; PromptError if one is missing or unknown."""
        if set(holes) != set(self.uses):
            wanted = ", ".join(self.uses) or "none"
            given = ", ".join(holes) or "none"
            raise PromptError(f"{self.name}: its holes are {wanted}, but {given} were filled")
        return Rendered(Holes(self.text).substitute(holes), self.use)


class Prompts:
    """All templates of some folders; a later folder's template replaces one of the same name."""

    def __init__(self, templates: Mapping[str, Template]) -> None:
        self._templates = dict(sorted(templates.items()))

    @classmethod
    def load(cls, folders: Sequence[Traversable] = ()) -> Prompts:
        """Read every template of the folders, by default the product's own.

        Raises PromptError for a file that is not a template.
        """
        found: dict[str, Template] = {}
        for folder in folders or (prompt_root(),):
            for room in sorted(folder.iterdir(), key=lambda entry: entry.name):
                if not room.is_dir():
                    continue
                for entry in sorted(room.iterdir(), key=lambda entry: entry.name):
                    if entry.name.endswith(".md"):
                        name = f"{room.name}/{entry.name.removesuffix('.md')}"
                        found[name] = parse(name, entry.read_bytes())
        return cls(found)

    def add(self, template: Template) -> None:
        """Take in one more template, in the place of one of the same name."""
        self._templates = dict(sorted({**self._templates, template.name: template}.items()))

    def add_own(self, folder: Path) -> tuple[str, ...]:
        """Take in a person's own templates; return a sentence for each file that cannot be used.

        What replaces a template of ours has to have the same holes.
        """
        troubles: list[str] = []
        for file in sorted(folder.glob("*/*.md")):
            try:
                name = f"{file.parent.name}/{file.stem}"
                template = parse(name, file.read_bytes())
                if not template.command:
                    self._fits(template)
                self.add(template)
            except (OSError, PromptError) as error:
                why = error.strerror if isinstance(error, OSError) else error
                troubles.append(f"{file} is not used: {why}")
        return tuple(troubles)

    def _fits(self, template: Template) -> None:
        """Raise PromptError for a template that could not stand where it would have to."""
        ours = self._templates.get(template.name)
        if ours is None:
            raise _wrong(
                template.name, "nothing uses a template of this name; only commands are new"
            )
        if set(ours.uses) != set(template.uses):
            raise _wrong(template.name, f"its holes have to be {', '.join(ours.uses) or 'none'}")

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all templates, sorted."""
        return tuple(self._templates)

    @property
    def commands(self) -> tuple[Template, ...]:
        """Return the templates that are slash commands, by name."""
        return tuple(one for one in self._templates.values() if one.command)

    def template(self, name: str) -> Template:
        """Return one template; PromptError where there is none of that name."""
        if name not in self._templates:
            raise PromptError(f"there is no prompts/{name}.md")
        return self._templates[name]

    def render(self, name: str, /, **holes: str) -> Rendered:
        """Return a template with its holes filled."""
        return self.template(name).render(**holes)


def prompt_root() -> Traversable:
    """Return the folder of the product's templates, in a wheel or in a checkout."""
    packaged = files("pairtui") / "_prompts"
    return packaged if packaged.is_dir() else Path(__file__).parents[1] / "prompts"


def parse(name: str, data: bytes) -> Template:
    """Read one template file; PromptError says what is wrong with it."""
    try:
        whole = data.decode()
    except UnicodeDecodeError as error:
        raise _wrong(name, "it is not UTF-8; save it as UTF-8") from error
    front, body = _split(name, whole.replace("\r\n", "\n"))
    fields = _fields(name, front)
    text, *sections = _SECTION.split(body)
    kinds = list(zip(sections[::2], sections[1::2], strict=True))
    template = Template(
        name=name,
        version=fields["version"],
        purpose=fields["purpose"],
        text=text.strip("\n"),
        digest=hashlib.sha256(data).hexdigest(),
        uses=_listed(fields, "uses"),
        arguments=fields.get("arguments", ""),
        kind=fields.get("for", "any"),
        words=_listed(fields, "words"),
        spans=_listed(fields, "spans"),
        classes=_listed(fields, "classes") or ANY_BUT_TINY,
        may_propose=_truth(name, fields.get("may_propose", "yes")),
        ask=fields.get("ask", ""),
        keeps=_percent(name, fields.get("keeps", "50%")),
        begins=fields.get("begins", ""),
        unbegun=fields.get("unbegun", "ask"),
        examples=tuple(_example(name, one) for kind, one in kinds if kind == "Example"),
        plain_words=tuple(
            pair for kind, one in kinds if kind == "Words" for pair in _word_list(name, one)
        ),
    )
    if fields["name"] != name.rpartition("/")[2]:
        raise _wrong(name, f"its front matter says name: {fields['name']}")
    if not template.command and (strange := set(fields) & set(COMMAND_ONLY)):
        raise _wrong(name, f"only a command has {', '.join(sorted(strange))}")
    _check(template)
    return template


def _split(name: str, text: str) -> tuple[list[str], str]:
    head, *rest = text.split("\n---\n", 1)
    if not head.startswith("---\n") or not rest:
        raise _wrong(name, "it must open with a front matter between two lines of ---")
    return head.removeprefix("---\n").split("\n"), rest[0]


def _fields(name: str, lines: Sequence[str]) -> dict[str, str]:
    known = {*NEEDED, *LISTS, *COMMAND_ONLY}
    fields: dict[str, str] = {}
    for line in lines:
        key, colon, value = line.partition(":")
        if not colon or not value.strip():
            raise _wrong(name, f"the front matter line {line!r} is not `key: value`")
        if key not in known:
            raise _wrong(name, f"{key!r} is not a key; the keys are {', '.join(sorted(known))}")
        if key in fields:
            raise _wrong(name, f"{key!r} is there twice")
        fields[key] = value.strip()
    for key in NEEDED:
        if key not in fields:
            raise _wrong(name, f"the front matter lacks {key!r}")
    return fields


def _listed(fields: Mapping[str, str], key: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in fields.get(key, "").split(",") if part.strip())


def _truth(name: str, value: str) -> bool:
    if value not in ("yes", "no"):
        raise _wrong(name, f"may_propose is yes or no, not {value!r}")
    return value == "yes"


def _percent(name: str, value: str) -> float:
    if not re.fullmatch(r"\d{1,2}%|100%", value):
        raise _wrong(name, f"keeps is a share such as 50%, not {value!r}")
    return int(value.removesuffix("%")) / 100


def _example(name: str, section: str) -> Example:
    pair = _PAIR.fullmatch(section)
    if pair is None:
        raise _wrong(name, "an example is one `Before: …` line and one `After: …` line")
    return Example(pair["before"].strip(), pair["after"].strip())


def _word_list(name: str, section: str) -> list[tuple[str, str]]:
    pairs = []
    for line in section.strip().split("\n"):
        found = _LISTED.fullmatch(line.strip())
        if found is None:
            raise _wrong(name, f"the line {line!r} is not `- learned word: plain word`")
        pairs.append((found["learned"].strip(), found["plain"].strip()))
    return pairs


def _check(template: Template) -> None:
    name, holes = template.name, Holes(template.text)
    if not holes.is_valid():
        raise _wrong(name, "a lone $ opens no hole; write $$ for a dollar sign")
    if set(holes.get_identifiers()) != set(template.uses):
        told = ", ".join(sorted(holes.get_identifiers())) or "none"
        raise _wrong(name, f"its holes are {told}; `uses:` must list exactly these")
    for key, allowed in (("classes", CLASSES), ("spans", SPANS)):
        strange = set(getattr(template, key)) - allowed
        if strange:
            raise _wrong(name, f"{key}: {', '.join(sorted(strange))} is none of {sorted(allowed)}")
    if template.begins not in ("", "actor", "words"):
        raise _wrong(name, f"begins is actor, words or left out, not {template.begins!r}")
    if template.unbegun not in ("ask", "skip"):
        raise _wrong(name, f"unbegun is ask or skip, not {template.unbegun!r}")
    if (template.begins == "words") != bool(template.plain_words):
        raise _wrong(name, "begins: words and a ## Words section go together")
    if template.command:
        _check_command(template)


def _check_command(template: Template) -> None:
    name = template.name
    if template.kind not in KINDS:
        raise _wrong(name, f"for is one of {sorted(KINDS)}, not {template.kind!r}")
    if not all(ARGUMENT.fullmatch(one) for one in template.arguments.split()):
        raise _wrong(name, f"arguments look like NAME [WORDS], not {template.arguments!r}")
    if strange := set(template.uses) - HOLES:
        raise _wrong(name, f"a command has no hole {', '.join(sorted(strange))}")
    if "tiny" in template.classes and not (template.words and template.spans):
        raise _wrong(name, "a command for tiny models needs words and spans")
    if "tiny" in template.classes and not template.examples:
        raise _wrong(name, "a command for tiny models needs worked examples")


def _wrong(name: str, what: str) -> PromptError:
    return PromptError(f"prompts/{name}.md: {what}")
