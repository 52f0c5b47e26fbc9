from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairtui.review.sentences import sentences

PARTS = st.lists(
    st.sampled_from(
        ["One", "two", "Dr.", "e.g.", "3.14", "No.", "5", ".", "!", "?", "...", " ", "  ", "\n",
         "\n- ", "\n1. ", "\n# ", "> ", "`a. B`", "[a. B](x.y)", "https://x.y/z.", "(", ")", "“",
         "”", "*", "。", "今天", "「", "」", "\t", "\x1b", "\u2028"]
    ),
    max_size=20,
).map("".join)  # fmt: skip


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["The train was late.", "It had been late every day.", "Nobody looked up!", "Why?"],
        ["He met Dr. Smith and Mrs. Brown.", "They talked."],
        ["It costs 3.14 dollars, e.g. at the shop, i.e. here.", "Then more."],
        ["She lives in the U.S. Army base.", "He likes it."],
        ["He moved to the U.S.", "He likes it."],
        ["We sell pens, paper, etc.", "The rest is gone."],
        ["They met at 5 p.m. on Monday.", "It rained."],
        ["They met at 5 p.m.", "It rained."],
        ["See Fig. 2 and No. 5 of vol. 3.", "It says no.", "We went home."],
        ["Version v1.2.3 is out.", "Run it with Python 3.11.", "It works."],
        ["J. R. R. Tolkien wrote it.", "He and I.", "We read it."],
        ["He paused... and went on.", "He stopped...", "Then he slept.", "Well…", "Yes."],
        ["“I left.”", "“Why?” she asked.", "'No!' he said.", "She (finally) slept."],
        ["He left.", "(She stayed. Alone.)", "Then came rain."],
        ["**Bold ends.**", "_So does this._", "And `code. Here` does not."],
        ["See [the manual. Part two](https://x.org/a.B?c=d. e) first.", "Then go."],
        ["Go to https://example.org/a.B/index.html.", "Read it."],
        ["Write to a.b@example.org.", "Wait."],
        ["It works?!", "Really.", "1999 was good."],
        ["The file is config.py.", "Open it."],
        ['A <b class="x. Y">tag</b> stays.', "Next."],
        ["Costs rose 5 percent vs. last year.", "Sales fell."],
        ["No stop at all"],
        ["Is it Jan. 5?", "No, it is Feb. 6."],
    ],
)  # fmt: skip
def test_english(expected: list[str]) -> None:
    assert cut(" ".join(expected)) == expected
    assert cut("\n".join(expected)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今天好。明天呢？好！", ["今天好。", "明天呢？", "好！"]),
        ("「はい。」と言った。彼は帰った。", ["「はい。」と言った。", "彼は帰った。"]),
        ("他说：“是。”“不。”", ["他说：“是。”", "“不。”"]),
        ("हाँ। नहीं।", ["हाँ।", "नहीं।"]),
        ("هل هذا؟ نعم.", ["هل هذا؟", "نعم."]),
        (
            "Das gilt z. B. für uns. Er kam am 3. Mai. Ja.",
            ["Das gilt z. B. für uns.", "Er kam am 3. Mai.", "Ja."],
        ),
        (
            "Im 19. Jahrhundert, vgl. Abs. 2, war es so. Nr. 5 fehlt.",
            ["Im 19. Jahrhundert, vgl. Abs. 2, war es so.", "Nr. 5 fehlt."],
        ),
        (
            "„Ich gehe.“ Er ging. »Nein.« Sie blieb.",
            ["„Ich gehe.“", "Er ging.", "»Nein.«", "Sie blieb."],
        ),
        (
            "Quoi ? Oui ! Il dit : « Oui. » Puis il part.",
            ["Quoi ?", "Oui !", "Il dit : « Oui. »", "Puis il part."],
        ),
        ("¿Qué pasa? ¡Nada! La Sra. López vive.", ["¿Qué pasa?", "¡Nada!", "La Sra. López vive."]),
        ("Il sig. Rossi c’è. Ecco.", ["Il sig. Rossi c’è.", "Ecco."]),
        ("Она живёт в г. Москве. Он ушёл.", ["Она живёт в г. Москве.", "Он ушёл."]),
        ("안녕하세요. 반갑습니다.", ["안녕하세요.", "반갑습니다."]),
        ("Բարեւ։ Այո։", ["Բարեւ։", "Այո։"]),
        ("ሰላም። እሺ።", ["ሰላም።", "እሺ።"]),
        ("မြန်မာ။စာ။", ["မြန်မာ။", "စာ။"]),
        ("ខ្មែរ។ ភាសា។", ["ខ្មែរ។", "ភាសា។"]),
    ],
)
def test_other_scripts(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 1. A title. With stops\n", ["1. A title. With stops"]),
        ("## Title\nOne. Two.\n", ["Title", "One.", "Two."]),
        ("- One. Two.\n- Three\n* Four.", ["One.", "Two.", "Three", "Four."]),
        (
            "1. First. It goes\n   on here.\n2) Second.",
            ["First.", "It goes\n   on here.", "Second."],
        ),
        ("- [ ] To do. Soon.\n- [x] Done.", ["To do.", "Soon.", "Done."]),
        ("> Quoted. Twice.\n", ["Quoted.", "Twice."]),
        ("A sentence over\ntwo lines. And one.", ["A sentence over\ntwo lines.", "And one."]),
        ("A title without a stop\n\nOne. Two.", ["A title without a stop", "One.", "Two."]),
        ("", []),
        (" \n ", []),
        ("...", ["..."]),
    ],
)
def test_marks_of_lists_and_headings_belong_to_no_sentence(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@given(PARTS | st.text())
def test_sentences_are_in_order_and_leave_out_only_space_and_marks(text: str) -> None:
    place = 0
    for start, end in sentences(text):
        assert place <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        left = text[place:start].replace("[ ]", "").replace("[x]", "").replace("[X]", "")
        assert not set(left) - set(" \t\n\r\x0b\x0c>-*+•#.)0123456789") or left.isspace() or (
            all(mark.isspace() or mark.isdecimal() or mark in ">-*+•#.)" for mark in left)
        )  # fmt: skip
        place = end


PLAIN = st.lists(st.sampled_from(["One", "two", "Dr.", ".", "!", " ", "\n"]), max_size=8)


@given(PLAIN.map("".join), PLAIN.map("".join))
def test_what_is_whole_stays_whole(before: str, after: str) -> None:
    for whole in ("`a. B`", "[a. B](x.y)", "<a href='x. Y'>", "https://x.y/?a.!B", "``a. ` B``"):
        text = f"{before} {whole} {after}"
        inside = set(range(len(before) + 2, len(before) + 1 + len(whole)))
        assert not inside & {at for span in sentences(text) for at in span}


def test_long_and_hostile_paragraphs_are_cut_at_once() -> None:
    began = time.process_time()
    assert len(sentences("The train was late again today. " * 3000)) == 3000
    for part in ("(", "[", "`", "<a ", "[a](", "$", "a.", "http://", "*_", "「", "> ", "1. "):
        sentences(part * 5000)
    assert time.process_time() - began < 5
