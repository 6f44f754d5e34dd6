"""espeak-ng: the embedded voice, Korean and English, in a process of its own."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping

import numpy as np
from contracts.base import Language
from contracts.errors import LanguageUnsupported, SpeedOutOfRange

from engines.process import EngineProcess
from engines.tts import Speech, SpokenWord, checked_voice
from engines.tts.espeak_library import Espeak, Mark
from engines.tts.voices import ESPEAK

NAME = "espeak"
LANGUAGES = {Language.KO: "ko", Language.EN: "en-us"}
WORDS_PER_MINUTE = 165
"""At speed 1, in espeak's count; unhurried for a synthetic voice."""
MIN_SPEED, MAX_SPEED = 0.5, 2.5
"""The library can do 80 to 450 words per minute."""
MAX_CHARACTERS = 10_000
MAX_CLAUSE = 100
"""Code points without punctuation. From about 130 on, the library leaves out words of Korean."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_CLAUSE_END = frozenset(".,!?;:…。、")
_WORD = re.compile(r"\S+")


class EspeakVoice:
    """Speaks a sentence in a few milliseconds. Markup in a text is read out, never obeyed."""

    name = NAME

    def __init__(self, languages: Mapping[Language, str] = LANGUAGES) -> None:
        """`languages` are spoken by espeak's voices of these names, with a variant if so wished: "en-us+edward"."""
        self._languages = languages
        self._process = EngineProcess(NAME, Espeak)

    def speaks(self, language: Language) -> bool:
        return language in self._languages

    def voices(self, language: Language) -> tuple[str, ...]:
        return ESPEAK if self.speaks(language) else ()

    async def synthesise(self, text: str, language: Language, speed: float = 1.0, voice: str | None = None) -> Speech:
        """Speak `text`; `speed` between 0.5 and 2.5. Text without a letter in it may make no sound.

        Raises `EngineFailed`, `LanguageUnsupported`, `UnknownVoice`, `SpeedOutOfRange`, and `ValueError` for a text of
        more than 10,000 code points.
        """
        if not self.speaks(language):
            raise LanguageUnsupported(engine=NAME)
        variant = checked_voice(self, language, voice)
        if not MIN_SPEED <= speed <= MAX_SPEED:
            raise SpeedOutOfRange(engine=NAME, lowest=f"{MIN_SPEED:g}", highest=f"{MAX_SPEED:g}")
        if len(text) > MAX_CHARACTERS:
            raise ValueError(f"a text of {len(text)} code points is longer than {MAX_CHARACTERS}")
        name = self._languages[language] if variant == ESPEAK[0] else f"{self._languages[language]}+{variant}"
        pcm, marks, sample_rate = b"", list[Mark](), 0
        for begin, piece in _pieces(_speakable(text)):
            part, sample_rate, part_marks = await self._process.call(
                Espeak.synthesise, piece, name, round(WORDS_PER_MINUTE * speed)
            )
            marks += [Mark(begin + position, len(pcm) // 2 + sample) for position, sample in part_marks]
            pcm += part
        words = [
            SpokenWord(start, end, sample / sample_rate)
            for start, end, sample in _words(_speakable(text), marks, len(pcm) // 2)
        ]
        return Speech(np.frombuffer(pcm, np.int16), sample_rate, words)

    async def warm_up(self) -> None:
        await self._process.start()

    async def close(self) -> None:
        await self._process.close()


def _speakable(text: str) -> str:
    """The same number of code points, so that positions stay, without those that are no text."""
    return _CONTROL.sub(" ", text)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """The text, cut only where it runs on for too long: at a space if there is one. Each piece with where it begins."""
    begin = clause = space = 0
    for index, character in enumerate(text):
        if character in _CLAUSE_END:
            clause = index + 1
        elif character == " ":
            space = index + 1
        if index + 1 - clause >= MAX_CLAUSE:
            end = space if space > max(begin, clause) else index + 1
            yield begin, text[begin:end]
            begin = clause = end
    yield begin, text[begin:]


def _words(text: str, marks: list[Mark], samples: int) -> list[tuple[int, int, int]]:
    """Each written word that sounds: its code points, and the sample it begins with.

    A number is several spoken words and one written one: its first mark counts. To some Korean words (맡은) the library
    gives no mark; they are placed between their neighbours by their position in the text.
    """
    written = [match.span() for match in _WORD.finditer(text)]
    starts = [start for start, _ in written]
    begins: dict[int, int] = {}
    for mark in marks:
        if (index := bisect_right(starts, mark.position) - 1) >= 0:
            begins.setdefault(starts[index], mark.sample)
    known = {0: 0, len(text): samples} | begins
    positions = sorted(known)
    times = [known[position] for position in positions]
    return [
        (start, end, int(np.interp(start, positions, times)))
        for start, end in written
        if start in begins or any(map(str.isalnum, text[start:end]))
    ]
