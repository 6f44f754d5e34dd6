import pytest
from engines.text.expressions import compiled, find
from engines.text.folding import Span, fold
from engines.text.negation import is_denied
from engines.text.sentences import sentences
from hypothesis import given, strategies as st


def _found(expression: str, text: str) -> list[str]:
    folded = fold(text).text
    return [folded[m.start : m.end] for m in find(expression, folded, Span(0, len(folded)))]


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("write test", "I wrote a few tests"),
        ("trade-off", "It is a tradeoff"),
        ("prioritize", "by prioritizing"),
        ("roll back", "we rolled it back"),
        ("index", "both indexes"),
        ("N+1", "an N+1 query"),
        ("Redis", "Redis를 씁니다"),
        ("단위 테스트", "단위테스트를"),
        ("사용자 인터뷰", "사용자를 직접 인터뷰했고"),
        ("의사소통", "의사 소통이"),
        ("나누다", "작게 나눠서"),
        ("나누다", "나눈 다음"),
        ("줄이다", "절반으로 줄였고"),
        ("고르다", "기준으로 골랐습니다"),
        ("돕다", "동료를 도왔습니다"),
        ("듣다", "끝까지 들었습니다"),
        ("만들다", "직접 만듭니다"),
        ("빠르다", "훨씬 빨라졌다"),
        ("합의하다", "팀과 합의했다"),
        ("기준을 정하다", "기준을 함께 정했습니다"),
        ("도움을 구하다", "도움을 구하겠습니다"),
        ("락", "락을 걸었다"),
    ],
)
def test_inflected_and_spaced_forms_are_found(expression: str, text: str) -> None:
    assert _found(expression, text)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("동기", "비동기로 처리"),
        ("락", "연락했습니다"),
        ("줄다", "줄을 서서 주세요"),
        ("index", "indexical"),
        ("art", "start"),
        ("write test", "I write. Tests follow"),
        ("사용자 인터뷰", "인터뷰한 사용자"),
    ],
)
def test_what_only_looks_alike_is_not_found(expression: str, text: str) -> None:
    assert not _found(expression, text)


@given(st.text())
def test_any_expression_either_compiles_or_has_no_words(text: str) -> None:
    try:
        compiled(text)
    except ValueError:
        assert not fold(text).text.strip()


EXPRESSIONS = ["나누다", "듣고 줄이다", "사용자 인터뷰", "단위테스트 하다", "test user", "단위 test", "골라 test"]
PIECES = ["나누", "나눠", "줄이", "듣", "들", "고", "었고", "사용자", "단위 테스트", "인터뷰", "test", "user", " "]


@given(st.sampled_from(EXPRESSIONS), st.lists(st.sampled_from(PIECES)).map("".join))
def test_no_use_of_an_expression_is_passed_over_for_how_it_begins(expression: str, text: str) -> None:
    matches = [Span(*match.span()) for match in compiled(expression).finditer(text)]
    assert list(find(expression, text, Span(0, len(text)))) == matches


@pytest.mark.parametrize(
    ("expression", "sentence", "denied"),
    [
        ("test", "I wrote tests", False),
        ("test", "I never wrote tests", True),
        ("test", "We shipped without any tests", True),
        ("test", "I would never ship without tests", False),
        ("test", "There were tests but they were never run", False),
        ("test", "The tests weren't written", True),
        ("test", "I don't know it well, but I wrote tests", False),
        ("test", "Not only did I write tests", False),
        ("test", "I skipped the tests", True),
        ("test", "I didn't panic and wrote tests", False),
        ("index", "If we don't add an index it scans", False),
        ("테스트", "테스트를 작성했습니다", False),
        ("테스트", "테스트는 하지 않았습니다", True),
        ("테스트", "테스트를 해 본 적이 없습니다", True),
        ("테스트", "테스트 없이 배포했습니다", True),
        ("테스트", "테스트 없이는 배포하지 않습니다", False),
        ("테스트", "테스트를 안 했습니다", True),
        ("테스트", "테스트를 하고 배포는 하지 않았습니다", False),
        ("테스트", "테스트할 수밖에 없었습니다", False),
        ("인덱스", "인덱스가 없으면 느립니다", False),
        ("합의하다", "서로 합의하지 못했습니다", True),
        ("나누다", "일을 안 나눴습니다", True),
    ],
)
def test_denial_is_told_from_statement(expression: str, sentence: str, denied: bool) -> None:
    folded = fold(sentence).text
    whole = sentences(folded)[0]
    mention = next(find(expression, folded, whole))
    assert is_denied(folded, whole, mention) is denied
