"""Erasing an account takes along everything that hangs on it."""

from pathlib import Path

import pytest
from backend_core.auth.accounts import erase_user
from callers import CALIBRATION
from contracts.errors import NotFound
from contracts.resumes import original_name
from persistence.tables import Table
from sqlalchemy import func, select


def test_erasing_an_account_leaves_no_row_of_it(core, monkeypatch):
    for name, value in {
        "DATABASE_URL": str(core.settings.database_url),
        "REDIS_URL": str(core.settings.redis_url),
        "STORAGE_URL": core.settings.storage_url,
        "SERVICE_TOKEN": core.settings.service_token.get_secret_value(),
    }.items():
        monkeypatch.setenv(name, value)
    person = core.person()
    before = _rows(core)
    doomed = core.person()
    doomed.consent("transcription", "delivery")
    doomed.http.put("/users/me/calibrations/camera-1", json=CALIBRATION.model_dump(), headers=doomed.headers)
    interview_id, question = doomed.live_interview()
    answer = {"interview_id": interview_id, "turn": 1, "question_id": question["id"], "text": "Yes.", "source": "typed"}
    doomed.post("/transcripts", answer).raise_for_status()
    doomed.post(f"/interviews/{interview_id}/ticket", {"purpose": "offer"}).raise_for_status()
    resume_id = doomed.upload(b"Kim Minseo, backend engineer").json()["id"]
    original = Path(core.settings.storage_url, original_name(resume_id))
    assert original.exists()
    assert _rows(core) != before
    erase_user(doomed.email.upper())
    assert _rows(core) == before
    assert not original.exists()
    assert person.get("/users/me").status_code == 200
    assert doomed.get("/users/me").status_code == 401
    with pytest.raises(NotFound):
        erase_user(doomed.email)


def _rows(core) -> dict[str, int]:
    with core.database.transaction() as session:
        return {
            name: session.scalar(select(func.count()).select_from(table))
            for name, table in Table.metadata.tables.items()
        }
