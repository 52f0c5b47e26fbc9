from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairtui.review.visible import Span, one_line, safe, show_bytes, visible

ANY = st.text(
    st.characters(categories=None) | st.sampled_from("\u200d\u200c\ufe0f\u202e\x1b\r\ud800")
)


@pytest.mark.parametrize(
    "text",
    [
        "plain text, with\ttabs\nand lines",
        "Zürich, naïve café, e\u0301, “quoted” – and … more",
        "العربية تُكتب من اليمين إلى اليسار، ١٢٣",
        "می‌خواهم کتاب‌ها را",
        "עברית נכתבת מימין לשמאל",
        "שָׁלוֹם",
        "今天天气很好，「是。」　全角",
        "日本語の文章です。ｶﾀｶﾅ",
        "한국어 문장입니다",
        "हिन्दी क्‍ष और क्‌ष",
        "ක්‍රීඩා",
        "മലയാളം അവന്‍",
        "ไทย ภาษา",
        "မြန်မာ",
        "ᠮᠣᠩᠭᠣᠯ",
        "❤️ 👩‍👩‍👧 👩🏽‍💻 🏳️‍🌈 🇩🇪 1️⃣ ☎️ ✔️ ™️ ☎\ufe0e",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "hard\u00a0space, thin\u2009space, ideographic\u3000space",
        "٭ \u06dd ٣",
        "∑ ∀ ⊂ ℝ ½ ² → ⇒ ⎇ █ ▶ ✔",
        "\U0001fae8",
        "",
    ],
)
def test_ordinary_text_is_unchanged(text: str) -> None:
    assert safe(text) == text
    assert visible(text) == ((Span(text),) if text else ())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\x00b\x07c\x7fd", "a\\x00b\\x07c\\x7fd"),
        ("\x9b31m \x85", "\\x9b31m \\x85"),
        ("line\r\n", "line\\r\n"),
        ("ad\u200bmin", "adU+200Bmin"),
        ("\ufeffstart", "U+FEFFstart"),
        ("soft\u00adhyphen", "softU+00ADhyphen"),
        ("a\u202eb\u2066c\u2069", "aU+202EbU+2066cU+2069"),
        ("a\u200eb\u061cc", "aU+200EbU+061Cc"),
        ("a\u2028b\u2029c", "aU+2028bU+2029c"),
        ("a\U000e0041b", "aU+E0041b"),
        ("a\U000e0100b", "aU+E0100b"),
        ("葛\U000e0100城", "葛U+E0100城"),
        ("a\U0001d173b\U0001bca0c", "aU+1D173bU+1BCA0c"),
        ("a\u3164b\u115fc\uffa0d", "aU+3164bU+115FcU+FFA0d"),
        ("a\u034fb\u180ec\u2065d", "aU+034FbU+180EcU+2065d"),
        ("a\ue000b\U000f0000c", "aU+E000bU+F0000c"),
        ("a\uffffb\u0378c", "aU+FFFFbU+0378c"),
        ("a\ufe0fb", "aU+FE0Fb"),
        ("a\u200db", "aU+200Db"),
        ("a\u200cb", "aU+200Cb"),
        ("❤️\ufe0f", "❤️U+FE0F"),
        ("👩\u200d", "👩U+200D"),
        ("👩\u200dx", "👩U+200Dx"),
        ("\u200d👩", "U+200D👩"),
        ("می\u200c\u200cخ", "میU+200CU+200Cخ"),
        ("🏴\U000e0067\U000e0062", "🏴U+E0067U+E0062"),
        ("a\udcffb\udc80", "a\\xffb\\x80"),
        ("a\ud83db", "aU+D83Db"),
    ],
)
def test_what_cannot_be_seen_is_written_out(text: str, shown: str) -> None:
    assert safe(text) == shown


@given(ANY)
def test_nothing_that_acts_on_a_terminal_comes_through(text: str) -> None:
    for letter in safe(text):
        assert unicodedata.category(letter) != "Cc" or letter in "\n\t"
        assert unicodedata.bidirectional(letter) not in {
            "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", "BN"
        } or letter in "\u200c\u200d\ufe0f" or 0xE0000 <= ord(letter) <= 0xE007F  # fmt: skip
        assert letter not in "\u200e\u200f\u061c\u2028\u2029\u200b\ufeff\u00ad"
        assert unicodedata.category(letter) not in {"Cs", "Co", "Zl", "Zp"}


@given(ANY)
def test_spans_keep_all_that_was_plain(text: str) -> None:
    spans = visible(text)
    assert "".join(span.text for span in spans) == safe(text)
    assert all(span.text for span in spans)
    assert safe(safe(text)) == safe(text)
    plain = "".join(span.text for span in spans if not span.escaped)
    letters = iter(text)
    assert all(letter in letters for letter in plain)


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S", "Zs"])))
def test_ascii_is_unchanged(text: str) -> None:
    assert visible(text) == ((Span(text),) if text else ())


@given(st.binary())
def test_bytes_are_shown_and_none_is_lost(data: bytes) -> None:
    text = show_bytes(data)
    assert text.encode("utf-8", "surrogateescape") == data
    safe(text).encode()


def test_bytes_that_are_no_text() -> None:
    assert safe(show_bytes(b"caf\xe9 \xff\r\n")) == "caf\\xe9 \\xff\\r\n"


def test_one_line_is_one_line() -> None:
    assert one_line("a\nb\tc\x1b\u2028") == "a\\nb\\tc\\x1bU+2028"


def test_a_sequence_cut_in_two_is_as_safe() -> None:
    assert safe("\x1b") + safe("[2J") == safe("\x1b[2J")
