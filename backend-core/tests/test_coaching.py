"""What a practice candidate learns from their delivery: along the answers' time, and what to practise."""

import httpx
from persistence.ids import new_id

ANSWER = "I moved the service and then we measured it"


def sample(at: float, *, heard: float | None, gaze: float) -> dict[str, object]:
    return {"at": at, "turn": 1, "face_detected": True, "heard": heard, "gaze": gaze, "smile": 0.4, "posture": 1.0}


def words() -> list[dict[str, object]]:
    starts = [0.5, 0.8, 1.2, 1.4, 5.0, 5.3, 5.6, 5.9, 6.4]
    return [
        {"text": word, "start": start, "end": start + 0.2} for word, start in zip(ANSWER.split(), starts, strict=True)
    ]


def test_a_spoken_answer_is_told_along_its_own_clock_with_what_to_practise(core, person):
    person.consent("transcription", "delivery")
    interview_id, question = person.live_interview()
    asked = [sample(n / 5, heard=None, gaze=1.0) for n in range(20)]
    answered = [sample(4 + n / 5, heard=n / 5, gaze=1.0 if n < 25 else 0.0) for n in range(75)]
    spoken = {
        "interview_id": interview_id,
        "turn": question["turn"],
        "question_id": question["id"],
        "text": ANSWER,
        "source": "speech",
        "recognizer": "whisper",
        "words": words(),
        "metrics": {
            "language": "en",
            "duration": 15,
            "speech_duration": 4,
            "words_per_minute": 85.0,
            "pause_count": 1,
            "longest_pause": 3.4,
            "pause_share": 0.55,
        },
    }
    batch = {"session_id": new_id(), "sequence": 0, "samples": asked + answered}
    with httpx.Client(base_url=f"{core.url}/api", headers=core.service_headers, timeout=20) as service:
        service.post(f"/interviews/{interview_id}/delivery-samples", json=batch).raise_for_status()
        service.post("/transcripts", json=spoken).raise_for_status()

    coaching = person.get(f"/interviews/{interview_id}/delivery/coaching").raise_for_status().json()
    assert coaching["timeline"]["step"] == 1
    (turn,) = coaching["timeline"]["turns"]
    assert (turn["turn"], turn["clock"], turn["seconds"]) == (1, "answer", 15)
    assert turn["gaze"] == [1.0] * 5 + [0.0] * 10
    assert turn["tension"] == [None] * 15
    assert turn["pauses"] == [{"start": 1.6, "end": 5.0}]
    assert turn["speech"] == [{"start": 0.5, "end": 1.6}, {"start": 5.0, "end": 6.6}]

    points = {point["habit"]: point for point in coaching["practice"]["points"]}
    assert list(points) == ["long_pauses", "looking_away", "too_slow"]
    assert (points["looking_away"]["turn"], points["looking_away"]["at"]) == (1, 5.0)
    assert (points["long_pauses"]["at"], points["long_pauses"]["turn_figure"]) == (1.6, 0.55)
    assert coaching["practice"]["unmeasured"]["tension"] == "not_calibrated"


def test_an_interview_that_nobody_watched_has_an_empty_timeline_and_says_why(core, person):
    interview_id, _ = person.live_interview()
    coaching = person.get(f"/interviews/{interview_id}/delivery/coaching").raise_for_status().json()
    assert coaching["timeline"]["turns"] == []
    assert coaching["practice"]["points"] == []
    assert coaching["practice"]["unmeasured"]["gaze"] == "no_camera"
    assert coaching["practice"]["unmeasured"]["pace"] == "not_enough_said"
