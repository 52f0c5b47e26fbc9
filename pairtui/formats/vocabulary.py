"""Vocabulary: English words the guard needs to know one by one."""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


NUMBER_WORDS = _set(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred "
    "hundreds thousand thousands million millions billion billions dozen dozens half twice both "
    "quarter third thirds percent second fourth fifth sixth"
)
NEGATIONS = _set("not no never none nobody nothing nowhere neither nor hardly barely")
WITHHOLDING = _set(
    "without unable lack lacks lacked fail fails failed unless missing absent except stop stopped "
    "stops avoid avoids refuse refused refuses deny denied forbid forbids forbidden ban bans "
    "banned impossible unlikely unknown unclear untrue false empty exception"
)
EMPTY_WORDS = _set(
    # what grammar needs
    "the and for are was were been being has have had having does did doing done can could may "
    "might must shall should will would not but nor yet that this these those there here who whom "
    "whose which what when where while why how than then with from into onto upon about after "
    "again all also although among any because before between both by during each either else "
    "every few him his her hers its our ours out over own she should since some such they them "
    "their theirs though through too under until very via well within you your yours one ones "
    "itself himself herself themselves ourselves it's isn't aren't get gets got make makes made "
    "making let lets however therefore thus just only even still so if as at of off on in to up us "
    "we we're me my mine he is be am an or more most much many other others another same "
    # what clumsy sentences are padded with
    "fact order process manner basis regard regards regarding respect terms purpose purposes "
    "important importance note noted noting worth matter nature case event point time moment "
    "present currently actually really quite rather basically essentially simply certain various "
    "particular specific general generally overall different order possible possibility ability "
    "able unable capable capacity opinion reason reasons due owing account spite despite view "
    "large number numbers amount majority great deal lot lots kind sort type way ways means use "
    "used using utilize utilise take takes took taken taking give gives gave given giving "
    "provide provides provided provision carry carries carried conduct conducted perform performed "
    "decision decide decided necessary need needs needed required require requires requirement "
    "prior subsequent subsequently following addition additional further furthermore moreover "
    "person people individual individuals thing things situation situations like long order "
    "advance together back down along around own opportunity should would aware known know "
    "whether in-depth etc please regardless instance example respective respectively"
)

PERSONS = (
    _set("he him his himself"),
    _set("she her hers herself"),
    _set("i me my mine myself"),
    _set("we us our ours ourselves"),
)
FREE_WORDS = _set(
    "the a an is are was were be been being am has have had do does did by of that it's"
)
IRREGULAR = {
    form: forms.split()[0]
    for forms in (
        "they them", "he him", "she her", "we us", "i me", "eat ate eaten", "write wrote written",
        "build built", "send sent", "break broke broken", "take took taken", "give gave given",
        "sing sang sung", "buy bought", "bring brought", "catch caught", "teach taught",
        "think thought", "find found", "keep kept", "leave left", "lose lost", "make made",
        "pay paid", "sell sold", "tell told", "hold held", "see saw seen", "know knew known",
        "grow grew grown", "throw threw thrown", "draw drew drawn", "drive drove driven",
        "choose chose chosen", "speak spoke spoken", "steal stole stolen", "wear wore worn",
        "win won", "feel felt", "feed fed", "lead led", "meet met", "run ran", "begin began begun",
        "drink drank drunk", "fly flew flown", "hide hid hidden", "shoot shot",
        "strike struck", "sweep swept", "spend spent", "hear heard", "bite bit bitten",
        "go went gone", "blow blew blown", "show shown", "forget forgot forgotten",
        "forbid forbade forbidden",
        "lay laid", "steer steered", "study studied studies", "carry carried carries",
        "apply applied applies", "try tried tries", "deny denied denies", "tear tore torn",
        "rise rose risen", "ride rode ridden", "shake shook shaken", "fall fell fallen",
        "become became", "come came", "sit sat", "stand stood", "understand understood",
        "say said", "hit hits", "dig dug", "hang hung", "light lit", "seek sought", "fight fought",
        "weave wove woven", "freeze froze frozen", "swear swore sworn", "wake woke woken",
    )
    for form in forms.split()
}  # fmt: skip
