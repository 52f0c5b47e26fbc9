"""The languages an outline can be made of: one line each, by the end of a file's name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, cast

from pairtui.context.outline import c, csharp, go, java, kotlin, python, rust, script
from pairtui.context.outline.blocks import Finder, code, definitions
from pairtui.context.outline.definition import Definition
from pairtui.context.outline.words import Words

if TYPE_CHECKING:
    from pygments.lexer import Lexer


@dataclass(frozen=True, slots=True)
class Language:
    """A family's name, where its lexer lies in Pygments, and what reads definitions from words.

    A file refers to definitions of its own family only. Without `read` it is Markdown.
    """

    family: str
    module: str
    lexer: str
    read: Callable[[Words], Iterator[Definition]] | None = None
    attributes: bool = False


def _braces(
    find: Finder, *, newlines: bool = False, macros: bool = False
) -> Callable[[Words], Iterator[Definition]]:
    def read(words: Words) -> Iterator[Definition]:
        yield from definitions(code(words, newlines=newlines, macros=macros), find)
        if macros:
            yield from c.macros(words)

    return read


_SCRIPT = _braces(script.find, newlines=True)
_C, _HEADER = _braces(c.find, macros=True), _braces(c.find_in_header, macros=True)
LANGUAGES: Mapping[tuple[str, ...], Language] = {
    ("py", "pyi", "pyw"): Language("python", "python", "PythonLexer", python.definitions),
    ("js", "jsx", "mjs", "cjs"): Language("script", "javascript", "JavascriptLexer", _SCRIPT),
    ("ts", "tsx", "mts", "cts"): Language("script", "javascript", "TypeScriptLexer", _SCRIPT),
    ("go",): Language("go", "go", "GoLexer", _braces(go.find, newlines=True)),
    ("rs",): Language("rust", "rust", "RustLexer", _braces(rust.find), attributes=True),
    ("java",): Language("java", "jvm", "JavaLexer", _braces(java.find)),
    ("kt", "kts"): Language("java", "jvm", "KotlinLexer", _braces(kotlin.find, newlines=True)),
    ("cs",): Language("csharp", "dotnet", "CSharpLexer", _braces(csharp.find)),
    ("c", "cc", "cpp", "cxx"): Language("c", "c_cpp", "CppLexer", _C),
    ("h", "hh", "hpp", "hxx", "inl"): Language("c", "c_cpp", "CppLexer", _HEADER),
    ("md", "markdown"): Language("markdown", "markup", "MarkdownLexer"),
}
_BY_SUFFIX = {suffix: language for names, language in LANGUAGES.items() for suffix in names}


def language(path: str) -> Language | None:
    """Return the language of a file by its name, or None where no outline can be made."""
    name = path.rpartition("/")[2].casefold()
    return _BY_SUFFIX.get(name.rpartition(".")[2]) if "." in name else None


@cache
def lexer(of: Language) -> Lexer:
    """Return the lexer of a language; the first time its module is loaded."""
    found = getattr(import_module(f"pygments.lexers.{of.module}"), of.lexer)
    return cast("Lexer", found(stripnl=False, ensurenl=False))
