"""Answers held against a model answer: paraphrases count by what they say, and what says nothing counts for nothing."""

import pytest
from contracts.base import Language, Unmeasured
from contracts.evaluation import AnswerEvaluation
from engines.llm import AnswerToJudge
from engines.llm.reference import rubric_from_reference
from engines.llm.rubric import RubricJudge

QUESTION = "Why do services put a cache in front of their database?"
REFERENCE = "Frequent reads are answered from memory, which is faster. The database receives fewer queries."
KO_QUESTION = "데이터베이스 앞에 캐시를 두는 이유는 무엇인가요?"
KO_REFERENCE = "자주 읽는 값을 메모리에서 돌려주므로 응답이 빠릅니다. 데이터베이스가 받는 요청이 줄어듭니다."


def judge(text: str, question: str = QUESTION, reference: str = REFERENCE) -> AnswerEvaluation:
    language = Language.KO if question is KO_QUESTION else Language.EN
    return RubricJudge().judge(AnswerToJudge(question, rubric_from_reference(question, reference), text, language))


def coverage(evaluation: AnswerEvaluation) -> float:
    measured = evaluation.criteria[0].coverage
    assert measured is not None
    return measured


def test_sentences_become_key_points_that_are_named_when_missing() -> None:
    content = judge("They get common reads quickly out of memory.").criteria[0]
    assert content.missing == ["The database receives fewer queries"]
    assert content.rationale.startswith("Found: Frequent reads are answered from memory, which is faster.")


@pytest.mark.parametrize(
    ("question", "reference", "whole", "part", "other"),
    [
        (
            QUESTION,
            REFERENCE,
            "Often read values get served quickly out of RAM memory, so less queries reach the database.",
            "It is quicker to read from memory.",
            "Backups are made every night by a cron job.",
        ),
        (
            KO_QUESTION,
            KO_REFERENCE,
            "자주 읽는 값은 메모리에서 바로 돌려줘서 응답이 빠르고, 데이터베이스로 가는 요청이 줄어듭니다.",
            "메모리에서 읽으면 빠르기 때문입니다.",
            "백업은 매일 밤 배치 작업으로 만들고 있습니다.",
        ),
    ],
)
def test_paraphrases_count_by_how_much_they_say(
    question: str, reference: str, whole: str, part: str, other: str
) -> None:
    marks = [coverage(judge(text, question, reference)) for text in (whole, part, other)]
    assert marks[0] > marks[1] > marks[2]
    assert marks[0] > 0.7
    assert judge(other, question, reference).criteria[0].band == 0


@pytest.mark.parametrize(
    ("question", "reference", "off", "on", "said"),
    [
        (
            QUESTION,
            REFERENCE,
            "On Saturdays I ride my bicycle along the river to a bakery.",
            "Every cache holds data of a database.",
            "It seems to speak of something else than the question.",
        ),
        (
            KO_QUESTION,
            KO_REFERENCE,
            "토요일에는 강가를 따라 자전거를 타고 빵집에 들릅니다.",
            "캐시는 데이터베이스의 한 종류입니다.",
            "질문과 다른 이야기로 보입니다.",
        ),
    ],
)
def test_talk_of_something_else_is_told_from_a_wrong_answer(
    question: str, reference: str, off: str, on: str, said: str
) -> None:
    beside, wrong = (judge(text, question, reference).criteria[0] for text in (off, on))
    assert (beside.band, wrong.band) == (0, 0)
    assert said in beside.rationale
    assert said not in wrong.rationale


def test_korean_verbs_are_the_same_in_all_their_forms() -> None:
    text = "값을 자주 읽으니까 메모리에서 돌려주는 거예요. 그러면 응답도 빠르거든요. 데이터베이스는 요청을 덜 받아요."
    assert coverage(judge(text, KO_QUESTION, KO_REFERENCE)) > 0.9


def test_words_of_the_question_count_for_nothing() -> None:
    assert coverage(judge(QUESTION)) == 0
    assert judge(QUESTION).score == 0


def test_what_the_model_answer_affirms_and_the_answer_denies_is_no_evidence() -> None:
    content = judge("Reads are never answered from memory.").criteria[0]
    assert content.band == 0
    assert "denied" in content.rationale


def test_the_opposite_is_named_as_one() -> None:
    content = judge("The database gets more queries then, and reads from memory are slower.").criteria[0]
    assert "the opposite was said" in content.rationale


NUMBERED = "The leader waits for three replicas. A vote lasts 200 ms."


def test_another_number_is_named_beside_the_sentence_that_it_contradicts() -> None:
    content = judge("The leader waits for two replicas, and then a vote of 200 ms follows.", reference=NUMBERED)
    assert "three replicas (another number was said)" in content.criteria[0].rationale
    assert content.criteria[0].rationale.count("another number") == 1


def test_the_same_number_in_other_words_is_none_to_name() -> None:
    content = judge("The leader waits for 3 replicas, and a vote lasts two hundred ms.", reference=NUMBERED)
    assert "another number" not in content.criteria[0].rationale


@pytest.mark.parametrize(
    "text", ["No answer", "not answered", "I don't know.", "Um, I'm not sure...", "No response.", ""]
)
def test_no_answer_is_not_judged(text: str) -> None:
    evaluation = judge(text)
    assert (evaluation.score, evaluation.reason) == (None, Unmeasured.NOT_ENOUGH_SAID)


@pytest.mark.parametrize("text", ["잘 모르겠습니다.", "글쎄요, 기억이 안 납니다.", "답변 없음"])
def test_no_korean_answer_is_not_judged_either(text: str) -> None:
    assert judge(text, KO_QUESTION, KO_REFERENCE).reason is Unmeasured.NOT_ENOUGH_SAID


def test_one_right_word_is_an_answer_where_the_model_answer_is_short() -> None:
    rubric = rubric_from_reference("How are arrays passed to a function?", "By reference.")
    asked = AnswerToJudge("How are arrays passed to a function?", rubric, "pass-by-refernce", Language.EN)
    judged = RubricJudge().judge(asked)
    assert coverage(judged) > 0.7
    assert [span.quote for span in judged.criteria[0].evidence] == ["pass-by-refernce"]


def test_every_quote_is_exact() -> None:
    text = "Ｒeads come from   memory.\n데이터베이스 gets fewer queries!"
    assert all(span.is_in(text) for span in judge(text).criteria[0].evidence)


def test_a_reference_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="needs words"):
        rubric_from_reference(QUESTION, "…")
