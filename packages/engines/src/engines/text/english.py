"""English inflection and the closed classes of words."""

import re

from engines.text.lexicon import common_opening, word_set

FUNCTION_WORDS = word_set(
    """
    a an the this that these those some any each every all both no not
    i me my mine we us our ours you your he him his she her it its they them their who whom whose which what
    and or but nor so yet because although though while whereas if unless until when where how why than then as
    of to in on at by for from with without into onto over under after before between through during about against
    per via out up down off across around within
    am is are was were be been being do does did done has have had having will would shall should can could may might
    must cannot i'm i've i'd i'll we're we've we'd we'll it's that's there's they're you're don't doesn't didn't isn't
    aren't wasn't weren't won't wouldn't can't couldn't shouldn't haven't hasn't hadn't
    there here also just only very too more most much many own same such other another instead
    """
)
FILLERS = word_set("um uh erm hmm ah oh like well okay ok yeah yes no please actually basically")
STATIVE = word_set("think believe know guess feel suppose mean am was have had will would can could")

_IRREGULAR = {
    "be": "is are was were been being",
    "begin": "began begun",
    "break": "broke broken",
    "bring": "brought",
    "build": "built",
    "buy": "bought",
    "catch": "caught",
    "choose": "chose chosen",
    "deal": "dealt",
    "do": "did done does",
    "draw": "drew drawn",
    "drive": "drove driven",
    "fall": "fell fallen",
    "feel": "felt",
    "find": "found",
    "forget": "forgot forgotten",
    "get": "got gotten",
    "give": "gave given",
    "go": "went gone goes",
    "grow": "grew grown",
    "hear": "heard",
    "hide": "hid hidden",
    "hold": "held",
    "keep": "kept",
    "know": "knew known",
    "lead": "led",
    "learn": "learnt",
    "leave": "left",
    "lose": "lost",
    "make": "made",
    "meet": "met",
    "override": "overrode overridden",
    "overrun": "overran",
    "pay": "paid",
    "rebuild": "rebuilt",
    "rerun": "reran",
    "rewrite": "rewrote rewritten",
    "run": "ran",
    "say": "said",
    "see": "saw seen",
    "sell": "sold",
    "send": "sent",
    "show": "shown",
    "speak": "spoke spoken",
    "spend": "spent",
    "stand": "stood",
    "take": "took taken",
    "teach": "taught",
    "tell": "told",
    "think": "thought",
    "throw": "threw thrown",
    "understand": "understood",
    "wear": "wore worn",
    "win": "won",
    "write": "wrote written",
}
_BASE_FORMS = {form: base for base, forms in _IRREGULAR.items() for form in forms.split()}
_DIGITS = "zero one two three four five six seven eight nine ten"
NUMBERS = {word: str(number) for number, word in enumerate(_DIGITS.split())}
_VOWELS = "aeiou"
_SUFFIX = re.compile(r"(?:ations?|ings?|ments?|ness|ies|ied|edly|ed|es|ly|s|e|y)$")
_FIRST_PERSON_VERB = re.compile(
    r"\b(?:i|we)(?:'d|'ve|'ll)?\s+(?:(?:\w+ly|then|also|first|would|will|had|have)\s+)?(\w+)"
)


def forms(word: str) -> list[str]:
    """The inflected forms of a word in its base form: plural, third person, past, participles.

    More forms than English has (both of "writed" and "wrote") do no harm: nobody says them.
    """
    found = {word, word + "s", word + "'s", word + "ed", word + "ing"}
    found.update(_IRREGULAR.get(word, "").split())
    if word.endswith("e"):
        found |= {word + "d", word[:-1] + "ing"}
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        found |= {word[:-1] + "ies", word[:-1] + "ied"}
    if word.endswith(("s", "x", "z", "ch", "sh", "o")):
        found.add(word + "es")
    if len(word) > 2 and word[-1] not in _VOWELS + "wxy" and word[-2] in _VOWELS and word[-3] not in _VOWELS:
        found |= {word + word[-1] + "ed", word + word[-1] + "ing"}
    return sorted(found, key=lambda form: (-len(form), form))


def word_pattern(word: str) -> str:
    """A pattern for a word as an author writes it. A hyphen may be a space or nothing: trade-off, tradeoff."""
    if not word.isalpha():
        return rf"(?<![a-z0-9]){_hyphens_optional(word)}(?:s|ed|ing)?(?![a-z0-9])"
    inflected = [word] if word in FUNCTION_WORDS else forms(word)
    return rf"(?<![a-z0-9])(?:{'|'.join(map(re.escape, inflected))})(?![a-z0-9])"


def opening(word: str) -> str:
    """The letters with which everything begins that `word_pattern` matches."""
    return common_opening(forms(word)) if word.isalpha() else word.partition("-")[0]


def is_past(word: str) -> bool:
    return word.endswith("ed") or word in _BASE_FORMS


def stem(word: str) -> str:
    """A crude stem, for comparing words with words: design, designs and designing are one, so are write and wrote."""
    word = _BASE_FORMS.get(word) or NUMBERS.get(word) or word
    stripped = _SUFFIX.sub("", word)
    return stripped if len(stripped) >= 3 else word


def tells_action(text: str) -> bool:
    """Whether the speaker says what they do or did ("I measured", "we would split"), not what they think."""
    return any(match[1] not in STATIVE for match in _FIRST_PERSON_VERB.finditer(text))


def _hyphens_optional(word: str) -> str:
    return r"[-\s]?".join(re.escape(part) for part in word.split("-"))
