"""Expressions on the record: kept beside the samples, read by their candidate, gone with the consent to them."""

from typing import Any

import pytest
from contracts.delivery import DeliverySample
from contracts.expression import Confidence, EmotionShares, ExpressionEstimate, ExpressionSource
from engines.delivery.expressions import mean_expression
from persistence.ids import new_id
from persistence.interviews.delivery import DeliverySampleRow, DeliveryScores
from sqlmodel import col, select

SHARES = EmotionShares(happy=0.75, sad=0, angry=0, fear=0, surprise=0, disgust=0, neutral=0.25)
ESTIMATE = ExpressionEstimate(shares=SHARES, source=ExpressionSource.GEOMETRY, confidence=Confidence.LOW)


@pytest.fixture
def watched(core, person):
    """Somebody's practice interview, whose first sample's expression came before the sample itself."""
    person.consent("transcription", "delivery", "expression")
    interview_id, session_id = person.interview(), new_id()
    expression = ESTIMATE.model_dump(mode="json")
    with core.database.transaction() as session:
        session.add(
            DeliverySampleRow(
                interview_id=interview_id,
                session_id=session_id,
                at=0.2,
                turn=1,
                face_detected=True,
                expression=expression,
            )
        )
        summary = mean_expression([ESTIMATE])
        assert summary is not None
        session.add(DeliveryScores(interview_id=interview_id, emotion_summary=summary.model_dump(mode="json")))
    return Watched(core, person, interview_id, session_id)


class Watched:
    def __init__(self, core, person, interview_id: str, session_id: str) -> None:
        self.core, self.person, self.interview_id, self.session_id = core, person, interview_id, session_id

    def send(self, *samples: DeliverySample) -> None:
        batch = {
            "session_id": self.session_id,
            "sequence": 0,
            "samples": [sample.model_dump(mode="json") for sample in samples],
        }
        with self.core.client() as http:
            http.headers.update(self.core.service_headers)
            http.post(f"/interviews/{self.interview_id}/delivery-samples", json=batch).raise_for_status()

    def read(self) -> dict[str, Any]:
        return self.person.get(f"/interviews/{self.interview_id}/delivery").json()

    def samples(self) -> list[DeliverySampleRow]:
        with self.core.database.transaction() as session:
            rows = select(DeliverySampleRow).where(DeliverySampleRow.interview_id == self.interview_id)
            return list(session.exec(rows.order_by(col(DeliverySampleRow.at))))


def sample(at: float, **shown: Any) -> DeliverySample:
    return DeliverySample(at=at, turn=1, face_detected=True, gaze=0.5, **shown)


def test_a_sample_that_comes_after_its_expression_keeps_it(watched):
    for _ in range(2):
        watched.send(sample(0.2), sample(0.4), sample(0.4))
    first, second = watched.samples()
    assert (first.gaze, first.expression["shares"]["happy"]) == (0.5, 0.75)
    assert (second.gaze, second.expression) == (0.5, None)
    assert "samples" not in watched.read(), "no page reads them"


def test_nobody_sends_an_expression_with_a_sample(watched):
    watched.send(sample(0.4, expression=ESTIMATE))
    assert watched.samples()[1].expression is None


def test_the_candidate_reads_the_summary_with_its_confidence(watched):
    watched.send(sample(0.2), sample(0.4))
    delivery = watched.read()
    for summary in (delivery["emotion_summary"], *delivery["expressions"]):
        assert summary["mean"] == {"shares": SHARES.model_dump(), "confidence": "low", "count": 1}
        assert (summary["expected"], summary["measured"], summary["reason"]) == (1, 1.0, None)
    assert delivery["weights"] == {"gaze": 0.25, "audio": 0.25, "posture": 0.2, "smile": 0.15, "emotion": 0.15}


def test_withdrawing_the_consent_erases_the_estimates_and_nothing_else(core, watched):
    watched.send(sample(0.2))
    scores = {"averages": {}, "interview_duration_sec": 1, "total_questions": 1, "questions": [], "crops": {"1": 1}}
    with core.client() as http:
        http.headers.update(core.service_headers)
        http.patch(f"/interviews/{watched.interview_id}/behavior-scores", json=scores).raise_for_status()
    watched.person.consent("expression", granted=False)
    delivery = watched.read()
    assert (delivery["emotion_summary"], delivery["expressions"]) == (None, [])
    assert [(sample.gaze, sample.expression) for sample in watched.samples()] == [(0.5, None)]
    with core.database.transaction() as session:
        row = session.get_one(DeliveryScores, watched.interview_id)
        assert (row.emotion_summary, row.scores["interview_duration_sec"]) == (None, 1)


def test_erasing_the_interview_erases_them(core, watched):
    watched.send(sample(0.2))
    watched.person.http.delete(f"/interviews/{watched.interview_id}", headers=watched.person.headers).raise_for_status()
    with core.database.transaction() as session:
        for table in (DeliverySampleRow, DeliveryScores):
            left = session.exec(select(table).where(table.interview_id == watched.interview_id)).all()
            assert left == []
