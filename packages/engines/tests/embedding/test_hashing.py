import math
import subprocess
import sys

import pytest
from engines.embedding import DIMENSIONS
from engines.embedding.hashing import HashingEmbedder
from hypothesis import given, strategies as st


def _cosine(a: str, b: str) -> float:
    left, right = HashingEmbedder().embed([a, b])
    return sum(x * y for x, y in zip(left, right, strict=True))


@given(st.text())
def test_vectors_are_unit_or_zero(text: str) -> None:
    (vector,) = HashingEmbedder().embed([text])
    assert len(vector) == DIMENSIONS
    length = math.hypot(*vector)
    assert length == pytest.approx(1) or length == 0


def test_a_text_without_words_is_the_zero_vector() -> None:
    assert HashingEmbedder().embed(["", "?!"]) == [[0.0] * DIMENSIONS] * 2


def test_case_and_composition_make_no_difference() -> None:
    assert _cosine("Database INDEX", "database index") == pytest.approx(1)
    assert _cosine("데이터", "데이터") == pytest.approx(1)  # the first is decomposed


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("designing a database index", "indexes of databases", "talking to an angry customer"),
        ("작업을 나누어 맡았습니다", "작업을 나눠 맡기", "데이터베이스 인덱스를 설계"),
        ("데이터베이스의 인덱스를", "데이터베이스 인덱스", "동료와 갈등을 풀었던 경험"),
    ],
)
def test_shared_words_and_morphemes_bring_texts_near(text: str, near: str, far: str) -> None:
    assert _cosine(text, near) > _cosine(text, far) + 0.2


def test_another_process_makes_the_same_vector() -> None:
    script = "from engines.embedding.hashing import HashingEmbedder; print(HashingEmbedder().embed(['질문 index'])[0])"
    other = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip()
    assert other == str(HashingEmbedder().embed(["질문 index"])[0])
