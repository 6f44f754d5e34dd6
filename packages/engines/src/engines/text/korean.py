"""As much Korean morphology as finding a phrase needs: verb stems with their irregular forms, particles, predicates.

Hangul syllables are numbered by initial, vowel and final, so that the 28 syllables of one initial and vowel follow
each other: a stem whose last syllable is open is matched, whatever final an ending adds to it, by one character range
(나누다 → 나[누-눟] takes 나눈, 나눌, 나눕니다).
"""

import re

from engines.text.lexicon import common_opening

SYLLABLE = "[가-힣]"
_BASE = ord("가")
_FINALS = 28
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINAL_NAMES = ["", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"]
_CONTRACTED = {"ㅗ": "ㅘ", "ㅜ": "ㅝ", "ㅣ": "ㅕ", "ㅚ": "ㅙ"}
"""A stem's last vowel before 아/어: 나누어 → 나눠, 줄이어 → 줄여."""
_D_IRREGULAR = {"듣", "묻", "걷", "싣", "닫"}
_S_IRREGULAR = {"짓", "잇", "낫", "붓", "긋"}

PARTICLES = (
    "으로써|으로서|에서는|에서도|에게서|이라는|이라도|까지도|으로는|으로도|"
    "에서|에게|한테|부터|까지|으로|이나|이라|라는|보다|처럼|마다|조차|밖에|에는|에도|로는|로도|"
    "과는|와는|들이|들을|들은|들의|들도|"
    "을|를|이|가|은|는|의|에|로|와|과|도|만|나|들"
)
_PARTICLE_END = re.compile(rf"(?<={SYLLABLE})(?:{PARTICLES})$")
_ENDING = (
    "니다|니까|어요|아요|해요|여요|예요|에요|네요|군요|거든요|지요|죠|었다|았다|했다|한다|된다|인다|는다|하다|되다|이다|있다|없다|"
    "하고|되고|이고|있고|없고|았고|었고|했고|이며|하며|으며|면서|해서|어서|아서|여서|라서|니까|지만|는데|은데|인데|한데|던데|"
    "하면|되면|으면|라면|다면|려고|도록|하게|되게|므로|거나|든지|더니|다가|하지|되지|하는|되는|있는|없는|하던|했던|었던|았던|"
    "하기|되기|이라|해|돼|게|함|됨|음|고|며|서"
)
_PREDICATE_END = re.compile(rf"(?:{_ENDING})[.,!?]*$")
_CLAUSE_END = re.compile(
    r"(?:니다|니까|[았었했겠였됐한된인는]다|[요죠며]|[하되이있없았었했]고|[해어아여]서|면서|지만|데|면|도록|려고)[.!?]*$"
)
_AFTER_CLOSED = "어었아았으은을고는지면자게던기니습네"
_AFTER_L = "어었아았고지면자게던기"
"""What an ending begins with after a closed syllable, and after ㄹ: 줄을 is a queue, 줄었 a verb."""
_ALL_SS = (chr(code) for code in range(_BASE + _FINAL_NAMES.index("ㅆ"), ord("힣") + 1, _FINALS))
_PAST = re.compile(f"[{''.join(syllable for syllable in _ALL_SS if syllable not in '있겠')}]")
"""Syllables that end in ㅆ, the mark of the past (했, 눴, 았), but for 있 and 겠."""


def word_pattern(word: str) -> str:
    """A pattern for a word of Hangul as an author writes it: a noun bare, a verb in its dictionary form (…다).

    It begins where a word begins, or inside a compound after at least two syllables: 단위테스트 holds 테스트, but
    비동기 does not hold 동기. A word of one syllable must stand alone but for a particle.
    """
    noun = _noun(word)
    return _noun_pattern(noun) if noun else rf"(?<!{SYLLABLE})(?:{'|'.join(stem_patterns(word[:-1]))})"


def opening(word: str) -> str:
    """The syllables with which everything begins that `word_pattern` matches; "" where its forms share none."""
    noun = _noun(word)
    if noun:
        return noun[0] if _may_be_spaced(noun) else noun
    return common_opening([pattern.partition("[")[0] for pattern in stem_patterns(word[:-1])])


def _noun(word: str) -> str:
    """What of a word takes particles and stays as it is; "" for a verb."""
    if len(word) > 3 and word.endswith(("하다", "되다")):
        return word[:-2]
    return "" if len(word) > 1 and word.endswith("다") else word


def _noun_pattern(noun: str) -> str:
    if len(noun) == 1:
        return rf"(?<!{SYLLABLE}){noun}(?=(?:{PARTICLES})?(?!{SYLLABLE}))"
    spaced = r"\s?".join(noun) if _may_be_spaced(noun) else noun
    return rf"(?:(?<!{SYLLABLE})|(?<={SYLLABLE}{{2}})){spaced}"


def _may_be_spaced(noun: str) -> bool:
    return len(noun) >= 4


def stem_patterns(stem: str) -> list[str]:
    """Patterns of the surface forms that a verb's stem takes before its endings, regular and irregular."""
    head, last = stem[:-1], stem[-1]
    initial, vowel, final = _parts(last)
    if not final:
        patterns = [head + _open(initial, vowel)]
        if last == "하":
            patterns.append(head + "[해-햏]")
        if vowel in _CONTRACTED:
            patterns.append(head + _open(initial, _CONTRACTED[vowel]))
        if vowel == "ㅡ":
            patterns += [head + _open(initial, "ㅓ"), head + _open(initial, "ㅏ")]
        if last == "르" and head:
            patterns += _reu_irregular(head)
        return patterns
    patterns = [stem if head else f"{stem}[{_AFTER_L if final == 'ㄹ' else _AFTER_CLOSED}]"]
    if final == "ㄹ" and head:
        patterns.append(head + _open(initial, vowel))
    if final == "ㅂ":
        bare = head + _syllable(initial, vowel)
        patterns += [bare + "[우-웋]", bare + "[워-웧]", bare + "[와-왛]"]
    if last in _D_IRREGULAR:
        patterns.append(head + _syllable(initial, vowel, "ㄹ") + "[어-엏으-읗]")
    if last in _S_IRREGULAR:
        patterns.append(head + _syllable(initial, vowel) + "[어-엏으-읗]")
    return patterns


def without_particle(word: str) -> str:
    """A word without the particle at its end, where something remains of it."""
    return _PARTICLE_END.sub("", word) or word


def is_predicate(word: str) -> bool:
    return _PREDICATE_END.search(word) is not None


def ends_clause(word: str) -> bool:
    """Whether a verb as people speak it ends a clause here; its dictionary form (나누다, 합의하다) does not."""
    return _CLAUSE_END.search(word) is not None


def is_grammatical(word: str) -> bool:
    """Whether a word carries a particle or an ending, as most words of a Korean sentence do."""
    return is_predicate(word) or _PARTICLE_END.search(word.rstrip(".,!?")) is not None


def tells_past_action(text: str) -> bool:
    """Whether a predicate in `text` is in the past tense (했습니다, 나눴고): Korean drops the first person."""
    return _PAST.search(text) is not None


def _reu_irregular(head: str) -> list[str]:
    """고르다 → 골라, 누르다 → 눌러: the syllable before takes ㄹ."""
    initial, vowel, final = _parts(head[-1])
    if final:
        return []
    joined = head[:-1] + _syllable(initial, vowel, "ㄹ")
    return [joined + "[라-랗]", joined + "[러-렇]"]


def _parts(syllable: str) -> tuple[int, str, str]:
    """Number of the initial, vowel, and final ("" where the syllable is open)."""
    index = ord(syllable) - _BASE
    return index // (21 * _FINALS), _VOWELS[index // _FINALS % 21], _FINAL_NAMES[index % _FINALS]


def _syllable(initial: int, vowel: str, final: str = "") -> str:
    return chr(_BASE + (initial * 21 + _VOWELS.index(vowel)) * _FINALS + _FINAL_NAMES.index(final))


def _open(initial: int, vowel: str) -> str:
    first = _syllable(initial, vowel)
    return f"[{first}-{chr(ord(first) + _FINALS - 1)}]"
