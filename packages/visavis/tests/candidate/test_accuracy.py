"""The word error rate."""

import pytest
from visavis.candidate.accuracy import word_error_rate


@pytest.mark.parametrize(
    ("reference", "hypothesis", "expected"),
    [
        ("Ask not, what!", "ask not what", 0.0),
        ("one two three four", "one three four", 0.25),
        ("one two three four", "one too three four", 0.25),
        ("one two", "one and two and", 1.0),
        ("one", "", 1.0),
        ("one two three", "one two and three", 1 / 3),
        ("yes", "oh yes it is", 3.0),
        ("don't stop", "don’t stop", 0.0),
        ("그는 걸어갔다.", "그는 걸어 갔다", 1.0),
    ],
)
def test_errors_are_counted_per_word_of_the_reference(reference: str, hypothesis: str, expected: float) -> None:
    assert word_error_rate(reference, hypothesis) == pytest.approx(expected)


def test_a_reference_without_words_has_no_rate() -> None:
    with pytest.raises(ValueError, match="without words"):
        word_error_rate("…", "anything")
