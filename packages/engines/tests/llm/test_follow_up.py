"""Which question an answer leads to by rules, in both languages."""

import pytest
from answered_question import GOING_WRONG, QUESTION, RUBRIC, TESTS, VAGUE
from contracts.base import Language
from contracts.questions import QuestionCategory
from contracts.trace import StarPart
from engines.llm import NextQuestion, PastTurn, Thread
from engines.llm.follow_up import ABOUT, FollowUp, follow_up
from engines.llm.star import QUESTIONS
from engines.llm.unanswered import declines

KO, EN = Language.KO, Language.EN
TESTED = {
    EN: "We write a test for every change, and another colleague reads all of it before anybody merges it.",
    KO: "저희는 모든 변경에 테스트를 작성하고, 다른 동료가 전부 읽은 다음에야 합칩니다.",
}
REST = {
    EN: "Then we monitor the error rate and we do a rollback within a minute when it rises.",
    KO: "그다음 오류율을 모니터링하고, 오르면 일 분 안에 롤백합니다.",
}


def ask(
    *answers: str,
    language: Language = EN,
    category: QuestionCategory = QuestionCategory.TECHNICAL,
    left: int = 2,
    reliable: bool = True,
    taken: tuple[str, ...] = (),
) -> FollowUp | None:
    turns = [PastTurn(QUESTION[language], answer) for answer in answers]
    thread = Thread(category, RUBRIC, turns, left, reliable)
    return follow_up(NextQuestion(language, "backend", "And then?", turns, thread, list(taken)))


@pytest.mark.parametrize("language", list(Language))
def test_what_is_missing_from_the_weightiest_criterion_is_asked_for_in_the_rubrics_words(language):
    asked = ask(VAGUE[language], language=language)
    assert asked == FollowUp(
        TESTS.in_language(language), "key_point", criterion="care", key_point={KO: "테스트", EN: "test"}[language]
    )
    asked = ask(VAGUE[language], TESTED[language], language=language, taken=(TESTS.in_language(language),))
    assert asked is not None
    assert asked.text == GOING_WRONG.in_language(language), "a question of the rubric's own before any other"
    taken = (TESTS.in_language(language), GOING_WRONG.in_language(language))
    asked = ask(VAGUE[language], TESTED[language], language=language, taken=taken)
    assert asked is not None
    assert asked.criterion == "sight", "then the widest gap"
    assert asked.text == ABOUT[language].format(criterion={KO: "sight 기준", EN: "The sight"}[language])


@pytest.mark.parametrize("language", list(Language))
def test_enough_of_it_leads_on(language):
    assert ask(TESTED[language] + " " + REST[language], language=language) is None
    assert ask(TESTED[language], REST[language], language=language) is None, "answers to one question count together"


@pytest.mark.parametrize("language", list(Language))
def test_the_same_question_is_never_asked_twice_however_it_is_written(language):
    taken = (f"  {TESTS.in_language(language).upper()} ".strip(), GOING_WRONG.in_language(language))
    asked = ask(VAGUE[language], language=language, taken=taken)
    assert asked is not None
    assert asked.text not in {TESTS.in_language(language), GOING_WRONG.in_language(language)}
    generic = [ABOUT[language].format(criterion=c.name.in_language(language)) for c in RUBRIC.criteria]
    assert ask(VAGUE[language], language=language, taken=(*taken, *generic)) is None


def test_nothing_is_asked_about_silence_doubtful_words_or_when_it_is_enough():
    assert ask("") is None
    assert ask("  \n") is None
    assert ask(VAGUE[EN], reliable=False) is None
    assert ask(VAGUE[EN], left=0) is None


def test_what_somebody_says_they_do_not_do_is_not_asked_for_again():
    asked = ask("Honestly we never write a test for anything, because nobody in my team has the time for it.")
    assert asked is not None
    assert asked.text == GOING_WRONG.en


STORIES = {
    EN: {
        StarPart.SITUATION: "Last year our team had to move the whole shop to another provider.",
        StarPart.ACTION: "I wrote the plan, I asked two colleagues to check it, and I moved one customer first.",
        StarPart.RESULT: "As a result the move took two days instead of ten, without a complaint.",
    },
    KO: {
        StarPart.SITUATION: "작년에 저희 팀이 쇼핑몰 전체를 다른 업체로 옮겨야 했습니다.",
        StarPart.ACTION: "제가 계획을 작성하고 동료 두 명에게 검토를 부탁했으며 한 고객부터 먼저 옮겼습니다.",
        StarPart.RESULT: "그 결과 열흘 걸리던 이전이 이틀 만에 불만 없이 끝났습니다.",
    },
}


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("missing", [StarPart.ACTION, StarPart.RESULT])
def test_the_missing_part_of_a_story_is_asked_for(language, missing):
    told = " ".join(text for part, text in STORIES[language].items() if part is not missing)
    if missing is StarPart.ACTION:
        told = told.replace(
            STORIES[language][StarPart.RESULT], {EN: "In the end it was fine.", KO: "결과는 좋았습니다."}[language]
        )
    asked = ask(told, language=language, category=QuestionCategory.BEHAVIORAL)
    assert asked == FollowUp(QUESTIONS[QuestionCategory.BEHAVIORAL][missing][language], "star", part=missing)


@pytest.mark.parametrize("language", list(Language))
def test_a_whole_story_goes_on_to_the_key_points(language):
    asked = ask(" ".join(STORIES[language].values()), language=language, category=QuestionCategory.BEHAVIORAL)
    assert asked is not None
    assert asked.move == "key_point"


@pytest.mark.parametrize("language", list(Language))
def test_of_a_case_that_is_made_up_only_the_outcome_is_asked_for(language):
    plan = {
        EN: "I would call the customer and I would ask the team what they can do.",
        KO: "고객에게 전화하고 팀에 무엇을 할 수 있는지 묻겠습니다.",
    }
    asked = ask(plan[language], language=language, category=QuestionCategory.SITUATIONAL)
    assert asked is not None
    assert asked.part is StarPart.RESULT


@pytest.mark.parametrize(
    "answer",
    [
        "I don't know.",
        "Sorry, I really do not know the answer to that.",
        "I have no idea, sorry.",
        "Nothing comes to mind.",
        "Could we skip this one, please?",
        "I have never done that.",
        "모르겠습니다.",
        "죄송합니다. 잘 모르겠어요.",
        "음, 지금은 떠오르지 않습니다.",
        "그런 경험이 없습니다.",
        "기억이 잘 안 나네요.",
        "다음 질문으로 넘어가 주세요.",
    ],
)
def test_who_has_no_answer_is_not_pressed(answer):
    assert declines(answer)
    assert ask(answer) is None


@pytest.mark.parametrize(
    "answer",
    [
        VAGUE[EN],
        VAGUE[KO],
        "At first I did not know why the service was slow, so I measured every call, found the query without an index, "
        "added it, compared the numbers before and after, and told the team about the cause.",
        "처음에는 왜 느린지 몰랐지만 호출마다 시간을 재서 인덱스가 없는 쿼리를 찾아 고쳤고, "
        "전후를 비교해 팀에 공유했습니다.",
        "",
    ],
)
def test_who_has_something_to_say_is_not_taken_to_have_none(answer):
    assert not declines(answer)
