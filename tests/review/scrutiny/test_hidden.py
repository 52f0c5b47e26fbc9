from __future__ import annotations

import pytest

from tests.review.scrutiny.looked import made, names, seen

SEEN = [
    ("x = 1  # \u202e}\u2066if admin\u2069 \u2066begin", "turned", "U+202E at line 1"),
    ("ad\u200bmin = 1", "hidden", "U+200B at line 1: it cannot be seen"),
    ("one\ntwo\u2060\n", "hidden", "U+2060 at line 2"),
    ("\x1b]52;c;aGk=\x07", "escape", "\\x1b at line 1: a terminal would obey it, and 1 more"),
    ("a\x9b31m", "escape", "\\x9b at line 1"),
    ("hide\rshow", "escape", "\\r at line 1"),
    ("x\U000e0041y", "hidden", "it can carry words that cannot be seen"),
    ("x\U000e0100", "hidden", "U+E0100"),
    ("x\U0001d173y\U0001bca0", "hidden", "U+1D173 at line 1: it cannot be seen, and 1 more"),
    ("x = 'ㅤ'", "hidden", "U+3164"),
    ("one\ufefftwo", "hidden", "U+FEFF"),
    ("latin\u200fmark", "turned", "U+200F"),
    ("a\u00adb", "hidden", "U+00AD"),
    ("one\u2028two", "hidden", "U+2028"),
]
NOT_SEEN = {
    "arabic": "هذه فقرة عادية باللغة العربية، وفيها أرقام ١٢٣ وعلامات.",
    "arabic with a mark": "الإصدار C++\u200f متاح الآن.",
    "persian": "می\u200cخواهم کتاب\u200cها را ببینم.",
    "hebrew": "זוהי פסקה רגילה בעברית, עם מספרים 123 ו-C++\u200f.",
    "chinese": "这是一个普通的段落，没有任何隐藏的内容。",
    "japanese": "これは普通の段落です。ＡＢＣ、カタカナ。",
    "korean": "이것은 평범한 문단입니다.",
    "devanagari": "यह एक सामान्य अनुच्छेद है। क्\u200dष और क्\u200cष।",
    "malayalam": "ഇത് ഒരു സാധാരണ ഖണ്ഡികയാണ്. അവന്\u200d",
    "thai": "ภาษา\u200bไทย\u200bตัด\u200bคำ",
    "khmer": "ភាសា\u200bខ្មែរ",
    "emoji": "👍🏽 👩‍👩‍👧‍👦 🏳️‍🌈 ❤️ 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "windows": "one\r\ntwo\r\n",
    "byte order mark": "\ufeffone\ntwo\n",
    "form feed": "one\n\f\ntwo\n",
    "written out": r"print('\x1b[31m', '\u202e')",
    "spaces of print": "Prix\u00a0: 12\u202f€, thin\u2009space, „Zitat“ — dash",
    "accents": "naïve café Zoë e\u0301",
    "mathematics": "∀x∈ℝ: ⌈x⌉ = −⌊−x⌋, x₁² ≤ µs",
}


@pytest.mark.parametrize(("text", "name", "says"), SEEN)
def test_what_cannot_be_seen_is_said_with_its_place(text: str, name: str, says: str) -> None:
    (sign,) = [sign for sign in seen("", text) if sign.name == name]
    assert says in sign.says
    assert sign.care
    shown = text.encode()[sign.start : sign.end].decode()
    assert len(shown) == 1


@pytest.mark.parametrize("text", NOT_SEEN.values(), ids=NOT_SEEN.keys())
@pytest.mark.parametrize("path", ["a.md", "src/a.py"])
def test_text_as_people_write_it_is_not_flagged(text: str, path: str) -> None:
    assert seen(None, text, path) == ()
    assert seen("something else\n", text, path) == ()


def test_what_was_there_before_is_not_this_change_s_doing() -> None:
    assert seen("ad\u200bmin = 1", "ad\u200bmin = 2") == ()
    assert "1 more" not in seen("\u200b1", "\u200b\u200b2")[0].says


def test_a_name_that_hides_something() -> None:
    assert "the name of the file holds U+202E" in seen(None, "x\n", "exe.\u202etxt")[0].says
    renamed = seen("", "", "a.txt", "rename", "b\u200b.txt")
    assert "the name of the file holds U+200B" in renamed[0].says
    assert seen("x\n", "y\n", "exe.\u202etxt") == ()


def test_bytes_that_are_no_text_are_said_and_nothing_else_is_looked_for() -> None:
    (sign,) = seen(None, b"\x89PNG\x1a\0\0AKIA", "logo.png")
    assert (sign.name, sign.says) == ("binary", "11 bytes that are no text")
    assert "hidden" in names(*seen(None, b"gr\xfc\xdfe\n"))


def test_the_place_is_counted_from_where_the_change_is_in_the_file() -> None:
    from dataclasses import replace

    from pairtui.review.scrutiny.look import signs

    change = made("one\ntwo\nthree\n", "")
    new = "2\n3\u200b\n".encode()
    hunk = replace(change.hunks[0], start=4, end=8, old=b"two\n", new=new)
    (sign,) = signs(change, hunk)
    assert "at line 3" in sign.says
    assert (hunk.old + hunk.new)[sign.start : sign.end] == "\u200b".encode()
