"""Kinds of mistakes, on recognitions whose mistakes are known."""

from contracts.base import Language
from visavis.bench.mistakes import Mistakes, mistakes

EN, KO = Language.EN, Language.KO


def of(reference: str, said: str, written: str = "", language: Language = EN) -> Mistakes:
    return mistakes(reference, said, written or said, language)


def test_words_are_substituted_lost_and_invented() -> None:
    found = of("We moved the payments to Kafka.", "we moved payments to a coffee")
    assert (found.words, found.substitutions, found.deletions, found.insertions) == (6, 1, 1, 1)
    assert found.word_errors == 3


def test_case_punctuation_and_the_way_numbers_are_written_are_no_mistakes() -> None:
    found = of("Latency fell by 23%, I’d say.", "latency fell by twenty three percent i'd say")
    assert (found.word_errors, found.letter_errors) == (0, 0)


def test_what_is_missing_at_the_end_is_a_truncation_and_what_was_misheard_is_none() -> None:
    assert of("ask what you can do", "ask what").lost_at_end == 3
    assert of("ask what you can do", "you can do").lost_at_end == 0
    assert of("ask what you can do", "").lost_at_end == 0


def test_korean_counts_letters_with_and_without_spaces() -> None:
    found = of("길 한 옆으로 걸어갔다", "길 한옆으로 걸어갔다", language=KO)
    assert (found.words, found.word_errors) == (4, 2)
    assert (found.characters, found.character_errors) == (12, 1)
    assert (found.letters, found.letter_errors) == (9, 0)
    assert (found.spacing_errors, found.spacing_places) == (1, 8)


def test_spaces_are_only_judged_between_letters_that_were_understood() -> None:
    found = of("저는 결제를", "저는결재를", language=KO)
    assert (found.letter_errors, found.spacing_errors, found.spacing_places) == (1, 1, 2)


def test_sentence_ends_are_found_missed_and_invented() -> None:
    reference = "I moved it. Then Mr. Quilter came. We rested"
    found = of(reference, "", "I moved it then Mr. Quilter came. We. Rested.")
    assert (found.sentences, found.sentences_found, found.sentences_invented) == (2, 1, 1)
