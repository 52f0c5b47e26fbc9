"""Code replies: what is taken off them, what is given back, and which are refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.context.code_guard import Span, guard_code
from pairtui.context.code_reply import rewritten

OLD = "def go(a):\n    b = a + 1\n    return b\n"
NEW = 'def go(a):\n    """Go."""\n    b = a + 1\n    return b\n'
METHOD = "    def go(self):\n        x = 1\n        return x\n"
NEW_METHOD = "    def go(self):\n        x = 2\n        return x\n"
JS = "function go(a) {\n  return a;\n}\n"
WORDS = "add a docstring to go @a.py"


@pytest.mark.parametrize(
    "reply",
    [
        NEW,
        f"```python\n{NEW}```",
        f"```\n{NEW}\n\n```\n",
        f"Sure! Here is the code:\n\n```py\n{NEW}```\n\nI added a docstring.",
        f"~~~\n{NEW}~~~",
        f"````\n{NEW}````\n",
        f"Here's the updated function:\n\n{NEW}",
        f"Add a docstring to go\n{NEW}",
        f"Add a docstring to go @a.py:\n\n{NEW}\n\n",
        f"```python\n# a.py\n{NEW}```",
        f"a.py\n```\na.py\n{NEW}```",
        NEW.replace("\n", "\r\n"),
        f"```\n{NEW}```".replace("\n", "\r\n"),
    ],
)
def test_what_is_around_the_code_is_taken_off(reply: str) -> None:
    made = rewritten(reply, OLD, words=WORDS, path="a.py")
    assert (made.text, made.why) == (NEW, "")
    assert guard_code(Span("a.py", OLD, "go", WORDS), made.text) == ""


@pytest.mark.parametrize(
    "reply",
    [
        NEW_METHOD,
        f"```\n{NEW_METHOD}```",
        NEW_METHOD.lstrip(),
        NEW_METHOD.replace("\n    ", "\n").removeprefix("    "),
        "```\n" + NEW_METHOD.replace("\n    ", "\n").removeprefix("    ") + "```",
        "".join(f"    {line}\n" for line in NEW_METHOD.split("\n") if line),
    ],
)
def test_indentation_that_was_lost_in_one_shift_is_given_back(reply: str) -> None:
    assert rewritten(reply, METHOD, words="two", path="a.py").text == NEW_METHOD


def test_blank_lines_get_no_indentation_and_tabs_stay() -> None:
    old = "\tdef go(self):\n\t\treturn 1\n"
    new = rewritten("def go(self):\n\tx = 1\n\n\treturn x", old, words="x", path="a.py")
    assert new.text == "\tdef go(self):\n\t\tx = 1\n\n\t\treturn x\n"


@pytest.mark.parametrize(
    ("reply", "old", "path", "why"),
    [
        ("", OLD, "a.py", "nothing came back"),
        ("```\n```", OLD, "a.py", "nothing came back"),
        (f"```\n{NEW}", OLD, "a.py", "it broke off"),
        (f"```\n{NEW}```\nor\n```\n{OLD}```", OLD, "a.py", "more than one piece"),
        (f"{JS}\nIt returns a.", JS, "a.js", "not certain"),
        ("  def go():\n    return 1", "\tdef go():\n\t\treturn 2\n", "a.py", "indentation"),
    ],
)
def test_what_is_not_certain_is_refused(reply: str, old: str, path: str, why: str) -> None:
    made = rewritten(reply, old, words=WORDS, path=path)
    assert why in made.why
    assert made.text == ""


@pytest.mark.parametrize(
    ("path", "old", "words", "new", "why"),
    [
        ("a.py", OLD, "fix go", "\n", "nothing came back"),
        ("a.py", OLD, "fix go", OLD, "unchanged"),
        ("a.py", OLD, "fix go", OLD.replace("\n", "  \n"), "unchanged"),
        ("a.py", OLD, "fix go", "def go(a):\n    # ... rest of the code\n", "left something out"),
        ("a.py", OLD, "fix go", "def go(a):\n    b\n", "it would drop"),
        ("a.py", OLD, "fix go", OLD + "    x = 1\n" * 90, "too long"),
        ("a.py", OLD, "fix go", OLD + "    print(b)\n" * 3, "repeats itself"),
        ("a.py", OLD, "fix go", OLD + OLD, "repeats itself"),
        ("a.py", OLD, "fix go", OLD.replace("go", "went"), "not define go any more"),
        ("a.py", OLD, "fix go", OLD + "\n\nx = 1\n\n\n" + NEW, "go more than once"),
        ("a.py", OLD, "fix go", OLD + "    return (\n", "no Python"),
        ("a.py", OLD, "fix go", OLD + "I changed it.\n", "no Python"),
        ("a.py", OLD, "fix go", OLD.replace("1", "2") + "print(go(1))\n", "beside what it was"),
        ("a.py", OLD, "document go", NEW.replace("1", "2"), "changes the code"),
        ("a.py", METHOD, "document go", METHOD.replace("= 1", "= 3  # x"), "changes the code"),
        ("a.js", JS, "document go", "// doc\n" + JS.replace("a;", "b;"), "changes the code"),
        ("a.js", JS, "document go", JS.replace("a;", "a; // a\n  go();"), "changes the code"),
        ("a.js", JS, "fix go", JS.replace("a;", "{ a;"), "brackets"),
        ("a.rb", "def go\n  1\nend\n", "comment go", "# doc\ndef go\n  1\nend\n", "changes the"),
    ],
)
def test_what_is_no_good_is_not_shown(path: str, old: str, words: str, new: str, why: str) -> None:
    assert why in guard_code(Span(path, old, "go", words), new)


@pytest.mark.parametrize(
    ("path", "old", "words", "new"),
    [
        ("a.py", OLD, "fix go", OLD.replace("1", "2")),
        ("a.py", OLD, "shorten go", "def go(a):\n    return 1\n"),
        ("a.py", OLD, "rename go to went", OLD.replace("go", "went")),
        ("a.py", OLD, "add a test for go", OLD + "\n\ndef test_go():\n    assert go(1) == 2\n"),
        ("a.py", OLD, "document go", "# Goes.\n" + OLD),
        ("a.py", OLD, "document go", OLD.replace("b = a + 1", 'r"""\\d"""\n    b = (a+1)  # one')),
        ("a.py", METHOD, "document go", METHOD.replace(":\n", ':\n        """Go."""\n', 1)),
        ("a.py", "class go:\n    pass\n", "document go", 'class go:\n    """Doc."""\n'),
        ("a.py", "def go(:\n", "fix go", "def go():\n    return 1\n"),
        ("a.js", JS, "document go", "/** Goes. */\n" + JS.replace("a;", "a; // a")),
        ("a.js", JS, "fix go", JS.replace("a;", "[a];")),
        ("a.rb", "def go\n  1\nend\n", "fix go", "def go\n  2\nend\n"),
    ],
)  # fmt: skip
def test_what_can_be_checked_and_holds_is_shown(path: str, old: str, words: str, new: str) -> None:
    assert guard_code(Span(path, old, "go", words), new) == ""


def test_a_line_that_comes_more_than_once_already_may_come_back() -> None:
    old = "def go():\n" + "    tick()\n" * 4
    new = old + "    tock()\n"
    assert guard_code(Span("a.py", old, "go", "then tock"), new) == ""


LINES = st.lists(
    st.sampled_from(
        [
            "```",
            "```py",
            "def go(a):",
            "    return a",
            "  x",
            "\tx",
            "",
            "Sure:",
            "~~~",
            "a.py",
            "}",
        ]
    ),
    max_size=8,
).map("\n".join)


@settings(deadline=None, max_examples=150)
@given(LINES, LINES, st.sampled_from(["a.py", "a.js", "a.zz"]))
def test_no_answer_makes_it_raise_and_lines_are_whole(reply: str, old: str, path: str) -> None:
    made = rewritten(reply, f"{old}\n", words="do it", path=path)
    assert bool(made.text) != bool(made.why)
    if made.text:
        assert made.text.endswith("\n")
        guard_code(Span(path, f"{old}\n", "go", "do it"), made.text)
