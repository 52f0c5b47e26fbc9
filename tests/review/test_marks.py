"""Word marks as data: what a person sees as changed, in code and in many languages."""

from __future__ import annotations

import pytest

from pairtui.review.clusters import edge
from pairtui.review.words import marked, words

CODE = [
    ("if a == b:", "if a != b:", "if a [-==-]{+!=+} b:"),
    ("x = foo(1,2)", "x = foo(1,3)", "x = foo(1,[-2-]{+3+})"),
    ("getUserName(id)", "getUserNames(id)", "[-getUserName-]{+getUserNames+}(id)"),
    (r'say("a\nb")', r'say("a\tb")', r'say("a[-\nb-]{+\tb+}")'),
    ("const x = a ?? b;", "const x = a || b;", "const x = a [-??-]{+||+} b;"),
    (
        "for (int i = 0; i < n; i++) {",
        "for (size_t i = 0; i <= n; ++i) {",
        "for ([-int-]{+size_t+} i = 0; i [-<-]{+<=+} n; [-i++-]{+++i+}) {",
    ),
    ("fn main() -> Result<()> {", "fn main() -> io::Result<()> {",
     "fn main() -> {+io::+}Result<()> {"),
    ("let v: Vec<u8> = vec![];", "let v: Vec<String> = Vec::new();",
     "let v: Vec<[-u8-]{+String+}> = [-vec![]-]{+Vec::new()+};"),
    ("func (s *Server) Start() error {", "func (s *Server) Start(ctx Context) error {",
     "func (s *Server) Start({+ctx Context+}) error {"),
    ("SELECT id, name FROM users WHERE id = 1;", "SELECT id, email FROM users WHERE id = ?;",
     "SELECT id, [-name-]{+email+} FROM users WHERE id = [-1-]{+?+};"),
    ("color: #ff0000;", "color: #00ff00;", "color: #[-ff0000-]{+00ff00+};"),
    ("timeout = 1e-5", "timeout = 1e-6", "timeout = [-1e-5-]{+1e-6+}"),
    ("n = 1_000", "n = 10_000", "n = [-1_000-]{+10_000+}"),
    (r"\textbf{a}", r"\textit{a}", r"[-\textbf-]{+\textit+}{a}"),
    ("requires v1.2.3", "requires v1.2.4", "requires [-v1.2.3-]{+v1.2.4+}"),
    ("    pass", "    return None", "[-    pass-]{+    return None+}"),
    ("return load(name)", "raise Fault(why)", "[-return load(name)-]{+raise Fault(why)+}"),
    ("def f(a, b):", "def f(a, *, b=None):", "def f(a, [-b-]{+*, b=None+}):"),
    ("xs = [1, 2, 3]", "xs = [1, 2, 3, 4]", "xs = [1, 2, 3{+, 4+}]"),
    ("assert x is None", "assert x is not None", "assert x is {+not +}None"),
    ("    x = 1", "        x = 1", "[-    -]{+        +}x = 1"),
]  # fmt: skip
PROSE = [
    ("I don't know what it is.", "I do not know what it is.",
     "I [-don't-]{+do not+} know what it is."),
    ("The results were very good overall.", "Overall, the results were good.",
     "[-The-]{+Overall, the+} results were [-very -]good[- overall-]."),
    ("He said, “Go.”", "He said: “Go!”", "He said[-,-]{+:+} “Go[-.-]{+!+}”"),
    ("It cost 1,000 pounds.", "It cost 1,500 pounds.", "It cost [-1,000-]{+1,500+} pounds."),
    ("Cats are nice", "Dogs bark loudly", "[-Cats are nice-]{+Dogs bark loudly+}"),
    ("Der schnelle Fuchs springt über den faulen Hund.",
     "Der flinke Fuchs sprang über den trägen Hund.",
     "Der [-schnelle-]{+flinke+} Fuchs [-springt-]{+sprang+} über den [-faulen-]{+trägen+} Hund."),
    ("Das kostet 1.000,50 Euro.", "Das kostet 1.200,50 Euro.",
     "Das kostet [-1.000,50-]{+1.200,50+} Euro."),
    ("Die Straße ist naß.", "Die Straße ist nass.", "Die Straße ist [-naß-]{+nass+}."),
    ("Der Hund und die Katze", "Das Haus und der Garten",
     "[-Der Hund und die Katze-]{+Das Haus und der Garten+}"),
    ("l’été est fini", "l’hiver est fini", "l’[-été-]{+hiver+} est fini"),
    ("J'ai vu l'homme.", "J'ai vu l'enfant.", "J'ai vu l'[-homme-]{+enfant+}."),
    ("Il vient demain.", "Il ne vient pas demain.", "Il {+ne +}vient {+pas +}demain."),
    ("我们昨天去了公园。", "我们今天去了公园。", "我们[-昨-]{+今+}天去了公园。"),
    ("这是一个很好的例子。", "这是一个不好的例子。", "这是一个[-很-]{+不+}好的例子。"),
    ("他很高兴地回家了", "她悲伤地离开了学校", "[-他很高兴地回家了-]{+她悲伤地离开了学校+}"),
    ("データを保存する。", "データを削除する。", "データを[-保存-]{+削除+}する。"),
    ("サーバーが止まった", "サーバが止まった", "サーバ[-ー-]が止まった"),
    ("ฉันไปตลาดเมื่อวานนี้", "ฉันไปโรงเรียนเมื่อวานนี้", "ฉันไป[-ตลาด-]{+โรงเรียน+}เมื่อวานนี้"),
    ("น้ำเย็น", "น้ำแข็ง", "น้ำ[-เย็น-]{+แข็ง+}"),
    ("ذهب الولد إلى البيت", "ذهب الولد إلى المدرسة", "ذهب الولد إلى [-البيت-]{+المدرسة+}"),
    ("كِتَابٌ جديد", "كتاب جديد", "[-كِتَابٌ-]{+كتاب+} جديد"),
    ("मैं घर जा रहा हूँ।", "मैं स्कूल जा रही हूँ।", "मैं [-घर-]{+स्कूल+} जा [-रहा-]{+रही+} हूँ।"),
    ("안녕하세요 세계", "안녕하세요 여러분", "안녕하세요 [-세계-]{+여러분+}"),
    ("မြန်မာ", "မြန်မာစာ", "မြန်မာ{+စာ+}"),
    ("ភាសាខ្មែរ", "ភាសាថៃ", "ភាសា[-ខ្មែរ-]{+ថៃ+}"),
    ("I like 👩‍💻 here", "I like 👨‍💻 here", "I like [-👩‍💻-]{+👨‍💻+} here"),
    ("👍🏽 ok", "👍🏿 ok", "[-👍🏽-]{+👍🏿+} ok"),
    ("🇩🇪🇫🇷", "🇩🇪🇮🇹", "🇩🇪[-🇫🇷-]{+🇮🇹+}"),
    ("one cafe\u0301", "one caf\u00e9", "one [-cafe\u0301-]{+caf\u00e9+}"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), CODE + PROSE)
def test_marks_are_those_a_person_would_make(old: str, new: str, expected: str) -> None:
    form = {"same": "{}", "cut": "[-{}-]", "added": "{{+{}+}}"}
    shown = "".join(form[piece.kind].format(piece.text) for piece in marked(old, new))
    assert shown == expected


@pytest.mark.parametrize("text", [text for old, new, _ in CODE + PROSE for text in (old, new)])
def test_no_token_tears_a_character(text: str) -> None:
    place = 0
    for token in words(text):
        assert edge(text, place)
        place += len(token)


@pytest.mark.parametrize(
    "characters",
    [
        ["a", "b", "\r\n", "\n", "c"],
        ["e\u0301\u0323", "x", "\u00e9"],
        ["क्षि", "ति", "ज"],
        ["น้ำ", "ไ", "ม่"],
        ["각", "ᄀ\u1161\u11a8", "가\u11a8", "나"],
        ["👩‍👩‍👧", "👍🏽", "❤️", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"],
        ["🇩🇪", "🇫🇷", "🇮"],
        ["က္ခ", "က", "ខ្មែ", "រ"],
        ["ｶﾞ", "か\u3099", "き"],
        ["\u0600\u0661", " ", "م", "ی\u200c", "خ"],
        ["\u0301", "\n", "\u0301", "\x1b", "\ufeff", "a"],
        ["a\u200d", "b", "🎉\u200d", " "],
    ],
)
def test_characters_are_those_a_person_sees(characters: list[str]) -> None:
    text = "".join(characters)
    ends = [sum(map(len, characters[:count])) for count in range(len(characters) + 1)]
    assert [at for at in range(len(text) + 1) if edge(text, at)] == ends
