"""What kinds of mistakes a recognition holds, against what was said. Alignments are jiwer's; docs/engines.md defines
each measure.
"""

import re
from collections.abc import Sequence
from typing import Literal

import jiwer
from contracts.base import Contract, Language
from engines.text.numerals import english_numbers

from visavis.candidate.accuracy import aligned, words_of

_SENTENCE_END = re.compile(r"(?<!\bmr)(?<!\bmrs)(?<!\bms)(?<!\bdr)(?<!\bst)[.!?]+[\"'”’)\]]*$", re.IGNORECASE)

Unit = Literal["words", "letters"]


class Mistakes(Contract):
    """Of one recognition; counts. `words` are those of the reference, `lost_at_end` what it says after the last word
    that was understood. `letters` and their errors are without spaces, `characters` with them. `spacing_errors` are
    spaces missing and too many between letters that were understood, of `spacing_places`. `sentences` are the
    reference's sentence ends before its last one.
    """

    words: int
    substitutions: int
    deletions: int
    insertions: int
    lost_at_end: int
    characters: int
    character_errors: int
    letters: int
    letter_errors: int
    spacing_errors: int
    spacing_places: int
    sentences: int
    sentences_found: int
    sentences_invented: int

    @property
    def word_errors(self) -> int:
        return self.substitutions + self.deletions + self.insertions


def mistakes(reference: str, said: str, written: str, language: Language) -> Mistakes:
    """`said` are the recognised words, `written` the same as readable text, whose full stops count."""
    wanted, heard = counted_words(reference, language), counted_words(said, language)
    words = aligned(wanted, heard)
    characters = jiwer.process_characters(" ".join(wanted), " ".join(heard))
    letters = jiwer.process_characters("".join(wanted), "".join(heard))
    spacing_errors, spacing_places = _spacing(wanted, heard, letters)
    sentences, found, invented = _sentences(reference, written)
    return Mistakes(
        words=len(wanted),
        substitutions=words.substitutions,
        deletions=words.deletions,
        insertions=words.insertions,
        lost_at_end=_lost_at_end(words, len(wanted)),
        characters=len(" ".join(wanted)),
        character_errors=_errors(characters),
        letters=len("".join(wanted)),
        letter_errors=_errors(letters),
        spacing_errors=spacing_errors,
        spacing_places=spacing_places,
        sentences=sentences,
        sentences_found=found,
        sentences_invented=invented,
    )


def counted_words(text: str, language: Language) -> list[str]:
    """Words without case and punctuation, numbers in digits, so that who writes 23% is not wrong."""
    words = words_of(text.replace("%", " percent "))
    if language is Language.EN:
        for number in reversed(list(english_numbers(words))):
            words[number.first : number.last] = words_of(number.text.replace(",", "").replace("%", " percent"))
    return words


def _errors(output: jiwer.CharacterOutput) -> int:
    return output.substitutions + output.deletions + output.insertions


def _lost_at_end(words: jiwer.WordOutput, wanted: int) -> int:
    """0 where nothing was understood at all: that is no truncation."""
    last = max((chunk.ref_end_idx for chunk in words.alignments[0] if chunk.type == "equal"), default=wanted)
    return wanted - last


def _spacing(wanted: Sequence[str], heard: Sequence[str], letters: jiwer.CharacterOutput) -> tuple[int, int]:
    """Errors and places, where two letters in a row were understood as two letters in a row."""
    spaces, heard_spaces = _spaces_before(wanted), _spaces_before(heard)
    errors = places = 0
    for chunk in letters.alignments[0]:
        if chunk.type == "equal":
            shift = chunk.hyp_start_idx - chunk.ref_start_idx
            inner = range(chunk.ref_start_idx + 1, chunk.ref_end_idx)
            places += len(inner)
            errors += sum((letter in spaces) != (letter + shift in heard_spaces) for letter in inner)
    return errors, places


def _spaces_before(words: Sequence[str]) -> set[int]:
    """The numbers of the letters that a space comes before."""
    positions, letters = set(), 0
    for word in words:
        positions.add(letters)
        letters += len(word)
    return positions


def _sentences(reference: str, written: str) -> tuple[int, int, int]:
    """Sentence ends within the reference, how many of them were found after the same word, and those invented."""
    wanted, ends = _words_with_ends(reference)
    heard, heard_ends = _words_with_ends(written)
    found = 0
    for chunk in aligned(wanted, heard).alignments[0]:
        if chunk.type == "equal":
            pairs = zip(
                range(chunk.ref_start_idx, chunk.ref_end_idx),
                range(chunk.hyp_start_idx, chunk.hyp_end_idx),
                strict=True,
            )
            found += sum(ours in ends and theirs in heard_ends for ours, theirs in pairs)
    return len(ends), found, len(heard_ends) - found


def _words_with_ends(text: str) -> tuple[list[str], set[int]]:
    """The words, and the numbers of those, but the last, that end a sentence."""
    words: list[str] = []
    ends: set[int] = set()
    for piece in text.split():
        words += words_of(piece)
        if words and _SENTENCE_END.search(piece):
            ends.add(len(words) - 1)
    return words, ends - {len(words) - 1}
