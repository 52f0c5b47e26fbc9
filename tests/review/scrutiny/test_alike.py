from __future__ import annotations

import pytest

from tests.review.scrutiny.looked import seen

SEEN = {
    "if u == раypal:": "U+0440",
    "def sayНello():": "U+041D",
    "cοunt = 1": "U+03BF",
    "get_сору(x)": "U+0441",
    "ｐassword = x": "U+FF50",
    "environment = env; if (envirοnment): pass": "U+03BF",
    "if (environmentǃ=PROD) {": "U+01C3",
}
NOT_SEEN = [
    "# Это обычный комментарий, с, а и о; сор, рост, сосна",
    "имя = 'Ваня'",
    "user_имя = 1",
    "print('Привет, Python')",
    "SQL-запрос к API, PDFка",
    "Δx = α * dν + cosα - 2πr; ΔT = σ_x; µs; Ω_m; kΩ; λx: x",
    "naïve_café = Zoë; straße; ısı; çay; Ærøskøbing",
    "变量x = 1; x变量; 数据_a",
    "ＡＢＣと abc",
    "ñandú = sǃxóõ",
    "مرحبا_a = 1",
    "Ελληνικά: ΑΒΓ, το όνομα",
    "const café＿b = 1",
]


@pytest.mark.parametrize(("text", "code"), SEEN.items(), ids=SEEN.values())
def test_letters_that_pass_for_others_are_named(text: str, code: str) -> None:
    (sign,) = seen("x\n", text + "\n")
    assert (sign.name, sign.care) == ("look-alike", True)
    assert code in sign.says
    assert "at line 1" in sign.says
    where = text.encode()[sign.start - 2 : sign.end - 2].decode()
    assert not where.isascii()


@pytest.mark.parametrize("text", NOT_SEEN)
def test_words_and_signs_of_other_scripts_are_fine(text: str) -> None:
    assert seen("x\n", text + "\n") == ()


def test_a_name_that_was_there_is_not_this_change_s_doing() -> None:
    assert seen("раypal = 1\n", "раypal = 2\n") == ()
