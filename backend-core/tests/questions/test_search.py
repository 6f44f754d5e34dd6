"""Finding questions of the bank, as recruiters and administrators do."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from backend_core.questions import service
from backend_core.questions.bank import load_bank
from backend_core.questions.schemas import FoundQuestions
from backend_core.seed import load_questions
from contracts.base import Language
from contracts.errors import EngineFailed
from contracts.questions import BankQuestion
from engines.embedding import DIMENSIONS
from engines.embedding.hashing import HashingEmbedder
from persistence.fused_search import CANDIDATES, Sought
from persistence.questions.question_search import Filters, search
from persistence.tables import Question
from redis import Redis
from sqlalchemy import Float, event, func, text
from sqlmodel import Session, col, select

from conftest import Core, Person

BANK = {question.slug: question for question in load_bank()}


class OtherEmbedder:
    name = "other"

    def embed(self, texts: list[str]) -> list[list[float]]:
        return [[1.0] + [0.0] * (DIMENSIONS - 1) for _ in texts]


class SilentEmbedder:
    name = "silent"

    def embed(self, texts: list[str]) -> list[list[float]]:
        raise EngineFailed(engine=self.name)


@pytest.fixture
def recruiter(cast: dict[str, Person]) -> Person:
    return cast["recruiter"]


@pytest.fixture
def undone(core: Core) -> Iterator[Session]:
    """A transaction that is rolled back."""
    with Session(core.database.engine) as session:
        yield session
        session.rollback()


def found(person: Person, **asked: Any) -> list[dict[str, Any]]:
    response = person.get("/questions/search", params=asked)
    assert response.status_code == 200, response.text
    assert response.json()["ways"] == ["words", "morphemes", "vectors"]
    return [entry["question"] for entry in response.json()["found"]]


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("데이터베이스 때문에 느려진 목록 API", "backend-slow-query"),
        ("결제가 두 번 빠져나가는 것을 막기", "backend-payment-retries"),
        ("list page slow because of the database", "backend-slow-query"),
        ("client sends the same payment again", "backend-payment-retries"),
    ],
)
def test_a_question_is_found_by_what_it_is_about(recruiter: Person, query: str, slug: str) -> None:
    questions = found(recruiter, q=query, limit=5)
    assert slug in [question["slug"] for question in questions[:2]]
    assert questions[0]["rubric"]["criteria"]


def test_the_index_finds_the_nearest_of_the_embedded_embedder(undone: Session) -> None:
    """Its vectors are sparse, unlike a model's: what an index keeps of them has to be enough."""
    vectors, embedder = add_sparse(undone, 1000)
    queries = [Sought([], [], vector, embedder) for vector in vectors[:20]]

    asked: list[tuple[str, Any]] = []
    event.listen(
        undone.connection(),
        "before_cursor_execute",
        lambda *ran: asked.append((ran[2], ran[3])) if "nearest" in ran[2] else None,
    )

    def nearest(way: str) -> list[set[str]]:
        for other in ("seqscan", "indexscan", "bitmapscan"):
            undone.execute(text(f"SET LOCAL enable_{other} = {'on' if other == way else 'off'}"))
        return [{hit.question.slug for hit in search(undone, sought, Filters(), 10)} for sought in queries]

    shared = [len(exact & found) for exact, found in zip(nearest("seqscan"), nearest("indexscan"), strict=True)]
    assert sum(shared) / (10 * len(queries)) >= 0.95
    plan = undone.connection().exec_driver_sql(f"EXPLAIN {asked[-1][0]}", asked[-1][1]).scalars()
    assert any("ix_questions_half" in line for line in plan)


def test_a_narrow_filter_finds_what_is_there_also_where_a_scan_ends_before_it(undone: Session) -> None:
    (vector, *_), embedder = add_sparse(undone, 400)
    distance = col(Question.embedding).op("<=>", return_type=Float)(vector)
    likes = select(Question).where(col(Question.slug).startswith("sparse-"), distance < 1).order_by(distance)
    far = undone.exec(likes).all()[-5:]
    for question in far:
        question.is_active = False
    undone.flush()
    undone.execute(text("ANALYZE questions (words)"))
    for setting in ("enable_seqscan = off", "enable_bitmapscan = off", "hnsw.ef_search = 20"):
        undone.execute(text(f"SET LOCAL {setting}"))

    def slugs() -> set[str]:
        found = search(undone, Sought([], [], vector, embedder), Filters(is_active=False), 10)
        return {hit.question.slug for hit in found}

    undone.execute(text("SET LOCAL hnsw.max_scan_tuples = 10000"))
    assert slugs() == {question.slug for question in far}
    undone.execute(text("SET LOCAL hnsw.max_scan_tuples = 20"))
    assert slugs() == {question.slug for question in far}


def add_sparse(session: Session, count: int) -> tuple[list[list[float]], str | None]:
    """Add Korean questions of words taken at random. Returns vectors of their beginnings, and whose these are."""
    chance, embedder = Random(1), HashingEmbedder()
    words = sorted({word for question in BANK.values() for word in question.content.ko.split()})
    texts = [" ".join(chance.sample(words, 12)) for _ in range(count)]
    pattern = session.exec(select(Question).where(Question.language == Language.KO)).first()
    assert pattern is not None
    same = pattern.model_dump(exclude={"id", "slug", "embedding"})
    session.add_all(
        Question(**same, slug=f"sparse-{number}", embedding=vector)
        for number, vector in enumerate(embedder.embed(texts))
    )
    session.flush()
    return embedder.embed([one[:40] for one in texts]), pattern.embedder


def test_words_that_many_questions_hold_cost_no_more_and_tell_together(undone: Session) -> None:
    """More hold each of two words than are ranked by one, and those with both lie in between."""
    undone.execute(
        text(
            """
            INSERT INTO questions (id, slug, language, content, category, difficulty, position, rubric_json, words,
                                   is_active, usage_count, updated_at, created_at)
            SELECT gen_random_uuid(), 'common-' || n, 'en', '-', 'technical', 'easy', '{}', '{"criteria": []}',
                   to_tsvector('simple', concat_ws(' ', CASE WHEN n <= 2000 THEN 'alpenglow' END,
                       CASE WHEN n > 1990 THEN 'bellwether' END, CASE WHEN n = 3000 THEN 'cormorant' END)),
                   true, 0, now(), now()
            FROM generate_series(1, 4000) AS n
            """
        )
    )
    undone.execute(text("ANALYZE questions (words)"))

    def slugs(*words: str) -> list[str]:
        return [hit.question.slug for hit in search(undone, Sought(list(words)), Filters(), 10)]

    both = {f"common-{number}" for number in range(1991, 2001)}
    assert set(slugs("alpenglow", "bellwether")) == both
    assert slugs("cormorant", "alpenglow", "bellwether")[0] == "common-3000"
    assert len(slugs("alpenglow")) == 10

    asked: list[tuple[str, Any]] = []
    event.listen(undone.connection(), "before_cursor_execute", lambda *ran: asked.append((ran[2], ran[3])))
    slugs("cormorant", "alpenglow")
    (plan,) = undone.connection().exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {asked[-1][0]}", asked[-1][1])
    (held,) = (node for node in nodes(plan[0][0]["Plan"]) if node.get("Subplan Name") == "CTE words_holding")
    assert held["Actual Rows"] <= 1 + 2 * CANDIDATES


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Of a plan as PostgreSQL explains it."""
    yield plan
    for inner in plan.get("Plans", []):
        yield from nodes(inner)


def test_filters_hold_and_still_fill_the_page(recruiter: Person) -> None:
    asked = {"language": "ko", "category": "technical", "difficulty": "hard", "position": "security"}
    questions = found(recruiter, q="고객 데이터가 새어 나갔을 때", limit=4, **asked)
    assert len(questions) == 4
    for question in questions:
        assert question["language"] == "ko"
        assert question["category"] == "technical"
        assert question["difficulty"] == "hard"
        assert question["positions"] in ([], ["security"])


def test_a_search_is_remembered_until_the_bank_changes(core: Core, recruiter: Person) -> None:
    asked = {"q": "flash sale at ten", "language": "en", "limit": 3}
    first = found(recruiter, **asked)
    with Redis.from_url(str(core.settings.redis_url)) as redis:
        assert any(redis.scan_iter("questions:*"))
        assert found(recruiter, **asked) == first
        redis.flushall()
    assert found(recruiter, **asked) == first

    question = BANK["backend-traffic-spike"]
    try:
        assert load(core, [said_otherwise(question)]) == 2
        assert found(recruiter, **asked)[0]["content"].startswith("Well then.")
    finally:
        load(core, [question])


def test_what_is_remembered_is_the_answer_until_answers_have_another_shape(
    core: Core, recruiter: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"q": "flash sale at eleven", "language": "en", "limit": 3}
    nothing = FoundQuestions(ways=["words", "morphemes", "vectors"], found=[]).model_dump_json()
    first = found(recruiter, **asked)
    with Redis.from_url(str(core.settings.redis_url)) as redis:
        for key in redis.scan_iter("questions:*"):
            for field in redis.hkeys(key):
                redis.hset(key, field, nothing)
        assert found(recruiter, **asked) == []
        monkeypatch.setattr(service, "SHAPE", "another")
        assert found(recruiter, **asked) == first
        redis.flushall()


def test_a_change_that_began_before_another_is_found_once_it_is_saved(core: Core, recruiter: Person) -> None:
    asked = {"q": "flash sale at ten", "language": "en", "limit": 3}
    changed, other = BANK["backend-traffic-spike"], BANK["culture-ethics"]
    try:
        with core.database.transaction() as earlier:
            earlier.exec(select(func.now())).one()
            load(core, [said_otherwise(other)])
            assert not found(recruiter, **asked)[0]["content"].startswith("Well then.")
            load_questions(earlier, [said_otherwise(changed)])
        assert found(recruiter, **asked)[0]["content"].startswith("Well then.")
    finally:
        load(core, [changed, other])


def said_otherwise(question: BankQuestion) -> BankQuestion:
    content = question.content.model_copy(update={"en": f"Well then. {question.content.en}"})
    return question.model_copy(update={"content": content})


def test_the_bank_is_listed_by_page(recruiter: Person) -> None:
    asked = {"language": "en", "position": "sales", "limit": 10}
    first = recruiter.get("/questions", params=asked).json()
    second = recruiter.get("/questions", params={**asked, "offset": 10}).json()
    slugs = [question["slug"] for question in first["questions"] + second["questions"]]
    suiting = [slug for slug, question in BANK.items() if not question.positions or "sales" in question.positions]
    assert first["total"] == len(suiting)
    assert slugs == sorted(suiting)[:20]


@pytest.mark.parametrize(
    "asked", [{"q": " "}, {"q": "x" * 301}, {"q": "x", "limit": 51}, {"q": "x", "category": "trivia"}, {}]
)
def test_what_cannot_be_looked_for_is_said(recruiter: Person, asked: dict[str, object]) -> None:
    response = recruiter.get("/questions/search", params=asked)
    assert response.status_code == 422
    assert response.json()["error"] == "InvalidInput"


@pytest.mark.parametrize("query", ["'", "\\", "a & b | !c:*", "☃", "' || ':A"])
def test_signs_mean_nothing(recruiter: Person, query: str) -> None:
    found(recruiter, q=query)


def test_loading_again_writes_nothing_and_another_model_embeds_anew(core: Core, undone: Session) -> None:
    few = [BANK["backend-slow-query"], BANK["culture-ethics"]]
    assert load_questions(undone, few) == 0
    assert load_questions(undone, few, OtherEmbedder()) == 4
    assert load_questions(undone, few, OtherEmbedder()) == 0


def test_without_vectors_questions_are_found_by_their_words(undone: Session) -> None:
    few = [BANK["backend-slow-query"]]
    assert load_questions(undone, few, SilentEmbedder()) == 2
    row = undone.exec(
        select(Question).where(Question.slug == "backend-slow-query", col(Question.language) == Language.KO)
    ).one()
    assert row.embedding is None
    sought = Sought(
        words=["목록"], morphemes=["목록", "느리"], vector=OtherEmbedder().embed([""])[0], embedder="silent"
    )
    questions = [hit.question.slug for hit in search(undone, sought, Filters(language=Language.KO), 3)]
    assert questions[0] == "backend-slow-query"
    assert load_questions(undone, few, SilentEmbedder()) == 2, "tried again each time"


def load(core: Core, questions: list[BankQuestion]) -> int:
    with core.database.transaction() as session:
        return load_questions(session, questions)
