"""What is wrong with a single field, in both languages: Pydantic's kinds of error, and the platform's own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from pydantic_core import ErrorDetails

from contracts.base import Language

KO, EN = Language.KO, Language.EN


@dataclass(frozen=True)
class FieldProblem:
    """`kind` is a key of `MESSAGES`, whose placeholders `params` fill; `otherwise` says what has no message there."""

    kind: str
    params: Mapping[str, str] = field(default_factory=dict)
    otherwise: str = ""

    @classmethod
    def of(cls, error: ErrorDetails) -> Self:
        """What Pydantic found."""
        return cls(error["type"], {name: str(value) for name, value in error.get("ctx", {}).items()}, error["msg"])

    def in_language(self, language: Language) -> str:
        messages = MESSAGES.get(self.kind)
        return messages[language].format(**self.params) if messages else self.otherwise or self.kind


@dataclass(frozen=True)
class LineProblem(FieldProblem):
    """One on a line of a file, counted from 1."""

    line: int = 1

    def in_language(self, language: Language) -> str:
        problem = super().in_language(language)
        return f"{self.line}번째 줄: {problem}" if language is KO else f"Line {self.line}: {problem}"


NO_TIME = {
    KO: "시각은 2026-12-01T09:00:00+09:00처럼 적어 주세요.",
    EN: "Write a time as in 2026-12-01T09:00:00+09:00.",
}

NO_CHARACTER = {
    KO: "쓸 수 없는 글자가 있습니다. 지워 주세요.",
    EN: "There is a character that cannot be kept. Remove it.",
}

MESSAGES: dict[str, dict[Language, str]] = {
    "missing": {KO: "꼭 필요한 항목입니다. 내용을 채워 주세요.", EN: "This is needed. Fill it in."},
    "string_too_short": {KO: "{min_length}자 이상 적어 주세요.", EN: "Write at least {min_length} character(s)."},
    "string_too_long": {KO: "{max_length}자를 넘을 수 없습니다.", EN: "Write at most {max_length} characters."},
    "too_short": {
        KO: "{min_length}개 이상이어야 하는데 {actual_length}개뿐입니다.",
        EN: "At least {min_length} are needed; there are {actual_length}.",
    },
    "too_long": {
        KO: "{max_length}개까지만 둘 수 있습니다. 지금은 {actual_length}개입니다.",
        EN: "At most {max_length} are possible; there are {actual_length}.",
    },
    "string_pattern_mismatch": {
        KO: "쓸 수 없는 글자가 있거나 형식이 다릅니다. 허용하는 형식: {pattern}",
        EN: "This has letters that it may not have, or another form than {pattern}",
    },
    "greater_than": {KO: "{gt}보다 커야 합니다.", EN: "This must be more than {gt}."},
    "greater_than_equal": {KO: "{ge} 이상이어야 합니다.", EN: "This must be {ge} or more."},
    "less_than": {KO: "{lt}보다 작아야 합니다.", EN: "This must be less than {lt}."},
    "less_than_equal": {KO: "{le} 이하여야 합니다.", EN: "This must be {le} or less."},
    "enum": {KO: "고를 수 있는 값: {expected}.", EN: "Choose one of {expected}."},
    "float_parsing": {KO: "숫자를 적어 주세요.", EN: "Write a number."},
    "float_type": {KO: "숫자를 적어 주세요.", EN: "Write a number."},
    "int_parsing": {KO: "정수를 적어 주세요.", EN: "Write a whole number."},
    "int_type": {KO: "정수를 적어 주세요.", EN: "Write a whole number."},
    "string_unicode": NO_CHARACTER,
    "string_type": {KO: "글을 적어 주세요.", EN: "Write a text."},
    "bool_type": {KO: "true 또는 false로 적어 주세요.", EN: "Write true or false."},
    "bool_parsing": {KO: "true 또는 false로 적어 주세요.", EN: "Write true or false."},
    "literal_error": {KO: "고를 수 있는 값: {expected}.", EN: "Choose one of {expected}."},
    "model_type": {KO: "여기에는 항목들이 와야 합니다.", EN: "Fields with their values are needed here."},
    "dict_type": {KO: "여기에는 항목들이 와야 합니다.", EN: "Fields with their values are needed here."},
    "list_type": {KO: "여기에는 목록이 와야 합니다.", EN: "A list is needed here."},
    "union_tag_not_found": {
        KO: "무엇인지 {discriminator} 항목으로 알려 주세요.",
        EN: "Say with {discriminator} what this is.",
    },
    "union_tag_invalid": {
        KO: "{discriminator} 항목에 고를 수 있는 값: {expected_tags}.",
        EN: "Choose one of {expected_tags} for {discriminator}.",
    },
    "datetime_parsing": NO_TIME,
    "datetime_from_date_parsing": NO_TIME,
    "timezone_aware": {KO: "시간대를 함께 적어 주세요. 예: +09:00.", EN: "Add the time zone, such as +09:00."},
    "extra_forbidden": {KO: "알 수 없는 항목입니다. 지워 주세요.", EN: "This field is not known. Remove it."},
    # Of questions and their rubrics.
    "weights": {
        KO: "평가 기준의 비중을 모두 더하면 1이어야 하는데 {total}입니다. 비중을 고쳐 주세요.",
        EN: "The weights of the criteria sum to {total}, and must sum to 1. Change the weights.",
    },
    "same_slug": {
        KO: "평가 기준 두 개가 같은 식별자를 씁니다. 하나를 바꿔 주세요.",
        EN: "Two criteria have the same identifier. Change one of them.",
    },
    "mixed_statements": {
        KO: "한 기준의 핵심 내용은 모두 문장이거나 모두 표현이어야 합니다. 한쪽으로 맞춰 주세요.",
        EN: "The key points of a criterion are either all whole sentences or all expressions. Choose one of the two.",
    },
    "project": {
        KO: "프로젝트를 묻는 질문에는 두 언어 모두 {{project}}가 한 번씩 있어야 합니다.",
        EN: "The question about a project has {{project}} exactly once in each language.",
    },
    "slug": {
        KO: "영문 소문자, 숫자, 붙임표(-)로 80자까지 적어 주세요. 예: backend-slow-query",
        EN: "Use lower-case letters, figures and hyphens, at most 80, such as backend-slow-query.",
    },
    "slug_taken": {
        KO: "이미 쓰고 있는 식별자입니다. 다른 식별자를 적어 주세요.",
        EN: "Another question has this identifier. Choose another one.",
    },
    "slug_stays": {
        KO: "식별자는 바꿀 수 없습니다. 다른 식별자가 필요하면 질문을 새로 만들어 주세요.",
        EN: "The identifier stays as it is. For another one, make a new question.",
    },
    "not_korean": {KO: "한국어로 적어 주세요.", EN: "This has to be in Korean."},
    "not_english": {
        KO: "한글 없이 영어로 적어 주세요.",
        EN: "This has to be in English, without any Korean letters.",
    },
    "particle": {
        KO: "{{project}} 바로 뒤에는 조사를 붙이지 마세요. 이름의 받침에 따라 '을'과 '를'이 달라집니다.",
        EN: "No Korean particle may follow {{project}} directly: which one depends on the name's last letter.",
    },
    "areas": {
        KO: "의사소통을 보는 기준과 내용을 보는 기준이 하나 이상씩 있어야 합니다. 빠진 쪽을 더해 주세요.",
        EN: "One criterion at least is about communication and one about the content. Add the missing one.",
    },
    "criteria_count": {
        KO: "평가 기준은 2개에서 4개까지입니다. 지금은 {count}개입니다.",
        EN: "A question has 2 to 4 criteria; there are {count}.",
    },
    "no_words": {
        KO: "글자나 숫자가 있는 표현을 적어 주세요.",
        EN: "An expression needs letters or figures to be found by.",
    },
    "given_away": {
        KO: "질문이 이 표현을 이미 말하고 있어 따라 말하기만 해도 점수가 됩니다. 질문이나 표현을 바꿔 주세요.",
        EN: "The question says this already, so that repeating it would score. Change the question or the expression.",
    },
    "follow_up_missing": {
        KO: "이 내용이 빠졌을 때 면접관이 물을 꼬리 질문을 적어 주세요.",
        EN: "Write what the interviewer asks where an answer leaves this out.",
    },
    "follow_up_gives_away": {
        KO: "꼬리 질문이 '{expression}' 표현을 그대로 말하고 있습니다. 답을 알려 주지 않게 바꿔 주세요.",
        EN: "The follow-up says “{expression}” itself. Ask so that the answer is not given away.",
    },
    "lacks_situation": {
        KO: "모범 답변에 어떤 상황이었는지가 없습니다. 언제 어디서 겪은 일인지 더해 주세요.",
        EN: "The model answer does not say what the situation was. Add when and where it happened.",
    },
    "lacks_task": {
        KO: "모범 답변에 맡은 일이 무엇이었는지가 없습니다. 역할이나 목표를 더해 주세요.",
        EN: "The model answer does not say what the task was. Add the part that was to be played.",
    },
    "lacks_action": {
        KO: "모범 답변에 직접 한 행동이 없습니다. 무엇을 어떻게 했는지 더해 주세요.",
        EN: "The model answer does not say what was done. Add what the speaker did, and how.",
    },
    "lacks_result": {
        KO: "모범 답변에 결과가 없습니다. 그래서 어떻게 되었는지 더해 주세요.",
        EN: "The model answer does not say what came of it. Add the result.",
    },
    "low_ko": {
        KO: "한국어 모범 답변이 이 기준에서 {band}단계만 받습니다(3단계 이상 필요). 표현이나 답변을 고쳐 주세요.",
        EN: "The Korean model answer earns only band {band} here, and should earn 3. Change expressions or answer.",
    },
    "low_en": {
        KO: "영어 모범 답변이 이 기준에서 {band}단계만 받습니다(3단계 이상 필요). 표현이나 답변을 고쳐 주세요.",
        EN: "The English model answer earns only band {band} here, and should earn 3. Change expressions or answer.",
    },
    "unjudged": {
        KO: "모범 답변이 너무 짧거나 문장이 아니어서 평가할 수 없습니다. 완결된 문장으로 충분히 길게 적어 주세요.",
        EN: "The model answer is too short to be judged, or not in sentences. Write enough whole sentences.",
    },
    # Of postings and their plans.
    "language_twice": {
        KO: "같은 언어가 두 번 있습니다. 하나를 지워 주세요.",
        EN: "A language is there twice. Remove one.",
    },
    "competency_twice": {
        KO: "역량 두 개가 같은 식별자를 씁니다. 하나를 바꿔 주세요.",
        EN: "Two competencies have the same identifier. Change one of them.",
    },
    "window_order": {
        KO: "접수 끝은 접수 시작보다 늦어야 합니다.",
        EN: "The posting closes after it opens. Change one of the two.",
    },
    "one_measure": {
        KO: "평가 기준(rubric)과 모범 답변(model_answer) 가운데 하나만 적어 주세요.",
        EN: "Give either a rubric or a model answer (`model_answer`), not both.",
    },
    "question_twice": {
        KO: "같은 질문이 계획에 두 번 있습니다. 하나를 바꿔 주세요.",
        EN: "This question is in the plan twice. Change one of them.",
    },
    "no_competency": {
        KO: "공고에 없는 역량입니다. 공고의 역량 가운데 하나를 적어 주세요.",
        EN: "The posting has no such competency. Choose one of its own.",
    },
    "no_place": {
        KO: "지금 버전에 없는 번호입니다. 계획을 새로 불러와 주세요.",
        EN: "The newest version has no question of that number. Load the plan anew.",
    },
    "not_in_bank": {
        KO: "질문 은행에 이 질문이 공고의 모든 언어로 있지 않습니다. 다른 질문을 골라 주세요.",
        EN: "The question bank does not have this in all of the posting's languages. Choose another question.",
    },
    "no_text": {
        KO: "공고의 언어 가운데 글이 없는 것이 있습니다: {languages}.",
        EN: "There is no text in a language of the posting: {languages}.",
    },
    "rubric_too_long": {
        KO: "평가 기준이 너무 깁니다. {most}자까지 쓸 수 있습니다.",
        EN: "The rubric is too long. It may have {most} characters.",
    },
    "no_criterion": {
        KO: "이 질문에 없는 평가 기준입니다: {slugs}.",
        EN: "The question has no such criterion: {slugs}.",
    },
    "too_many_beside_fit": {
        KO: "회사의 인재상 말고 평가 기준은 {most}개까지 둘 수 있습니다.",
        EN: "Beside the one of the company, at most {most} criteria are possible.",
    },
    "not_sentences": {
        KO: "문장으로 적어 주세요. 20문장까지, 한 문장은 1,000자까지 쓸 수 있습니다.",
        EN: "Write sentences: at most 20, of 1,000 characters each.",
    },
    "ideal_candidate_long": {
        KO: "회사의 인재상은 20문장까지, 한 문장은 1,000자까지 쓸 수 있습니다. 회사에서 줄여 주세요.",
        EN: "Whom the company looks for may be said in 20 sentences of 1,000 characters. Shorten it at the company.",
    },
    # Of YAML files.
    "not_utf8": {KO: "UTF-8로 저장한 파일이어야 합니다.", EN: "The file has to be saved as UTF-8."},
    "yaml_syntax": {
        KO: "YAML로 읽을 수 없습니다. 이 줄과 바로 앞줄의 들여쓰기, 따옴표, 콜론을 확인해 주세요.",
        EN: "This is not YAML. Look at the indentation, quotes and colons here and on the line before.",
    },
    "yaml_alias": {
        KO: "앵커(&)와 별칭(*)은 쓸 수 없습니다. 내용을 그대로 적어 주세요.",
        EN: "Anchors (&) and aliases (*) are not read. Write the content itself.",
    },
    "yaml_tag": {KO: "태그(!)는 쓸 수 없습니다. 지워 주세요.", EN: "Tags (!) are not read. Remove it."},
    "yaml_twice": {
        KO: "같은 항목이 두 번 있습니다. 하나를 지워 주세요.",
        EN: "This field is there twice. Remove one.",
    },
    "yaml_key": {KO: "항목의 이름은 글이어야 합니다.", EN: "A field has a word for its name."},
    "yaml_deep": {KO: "너무 깊이 들어간 내용입니다.", EN: "This is nested too deeply."},
    "yaml_long": {KO: "파일에 담긴 항목이 너무 많습니다.", EN: "The file has too many values."},
    "yaml_documents": {
        KO: "파일 하나에는 공고 하나만 담을 수 있습니다. 여기서 새 문서가 시작됩니다.",
        EN: "A file holds one posting; another document begins here.",
    },
    "character": NO_CHARACTER,
}
