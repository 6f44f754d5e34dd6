"""The authorisation matrix of the API, and a scene in which every kind of caller can try every route."""

from dataclasses import dataclass
from typing import Any

import httpx
from contracts.delivery import Calibration
from contracts.questions import AskedQuestion
from persistence.hiring.recruiting import JobPosting
from persistence.ids import new_id

CALLERS = ("anonymous", "owner", "other candidate", "recruiter", "member", "other organisation", "admin", "service")
"""The member is a recruiter of the scene's organisation, the other organisation has a posting and an owner of its own,
and the recruiter is a member of none."""

# What each class answers to each caller, in the order of CALLERS. "ok" is anything but a refusal.
CLASSES: dict[str, tuple[str | int, ...]] = {
    "public": ("ok", "ok", "ok", "ok", "ok", "ok", "ok", "ok"),
    "signed in": (401, "ok", "ok", "ok", "ok", "ok", "ok", 401),
    "candidates": (401, "ok", "ok", 403, 403, 403, 403, 401),
    "owner reads": (401, "ok", 404, 404, 404, 404, 404, 401),
    "owner acts": (401, "ok", 404, 403, 403, 403, 403, 401),
    "answers": (401, "ok", 404, 403, 403, 403, 403, "ok"),
    "candidate themselves": (401, "ok", 403, 403, 403, 403, 403, 401),
    "staff": (401, 403, 403, "ok", "ok", "ok", "ok", 401),
    "administrators": (401, 403, 403, 403, 403, 403, "ok", 401),
    "joining": (401, 403, 403, 404, 404, 404, 404, 401),  # with an invitation that is none
    "members": (401, 404, 404, 404, "ok", 404, 404, 401),
    "its owners": (401, 404, 404, 404, 403, 404, 404, 401),
    "services": (401, 403, 403, 403, 403, 403, 403, "ok"),
}

MATRIX = {
    "GET /api/config": "public",
    "GET /api/healthz": "public",
    "GET /api/readyz": "public",
    "POST /api/page-errors": "public",
    "POST /api/register": "public",
    "POST /api/token": "public",
    "POST /api/token/refresh": "public",  # the cookie is its credential: test_sign_in
    "POST /api/logout": "public",
    "POST /api/password/forgot": "public",
    "POST /api/password/reset": "public",  # the token is its credential: test_password_reset
    "GET /api/users/me": "signed in",
    "PATCH /api/users/me": "signed in",
    "DELETE /api/users/me": "signed in",
    "POST /api/users/me/export": "signed in",
    "GET /api/users/me/export": "public",  # a cookie is its credential: test_export
    "GET /api/users/me/second-factor": "signed in",
    "POST /api/users/me/second-factor": "signed in",
    "POST /api/users/me/second-factor/confirm": "signed in",
    "DELETE /api/users/me/second-factor": "signed in",
    "GET /api/users/me/consents": "signed in",
    "POST /api/users/me/consents": "signed in",
    "GET /api/interviews": "signed in",
    "POST /api/interviews": "candidates",
    "GET /api/interviews/{interview_id}": "owner reads",
    "DELETE /api/interviews/{interview_id}": "owner acts",
    "POST /api/interviews/{interview_id}/start": "owner acts",
    "POST /api/interviews/{interview_id}/complete": "owner acts",
    "POST /api/interviews/{interview_id}/cancel": "owner acts",
    "POST /api/interviews/{interview_id}/retries": "owner acts",
    "POST /api/interviews/{interview_id}/ticket": "owner acts",
    "GET /api/interviews/{interview_id}/feedback": "owner reads",
    "POST /api/interviews/{interview_id}/feedback": "owner acts",
    "GET /api/interviews/{interview_id}/questions": "owner reads",
    "GET /api/interviews/{interview_id}/events": "owner reads",
    "GET /api/interviews/{interview_id}/transcripts": "owner reads",
    "PUT /api/interviews/{interview_id}/transcripts/{turn}/correction": "owner acts",
    "GET /api/interviews/{interview_id}/recordings": "owner acts",
    "POST /api/interviews/{interview_id}/recordings/playback": "owner acts",
    "GET /api/interviews/{interview_id}/recordings/{question_id}": "owner reads",  # or a cookie: test_recordings
    "PUT /api/interviews/{interview_id}/recordings/{question_id}/{chunk}": "owner acts",
    "POST /api/interviews/{interview_id}/recordings/{question_id}/finish": "owner acts",
    "GET /api/interviews/{interview_id}/report": "owner reads",
    "GET /api/interviews/{interview_id}/report.pdf": "owner reads",
    "POST /api/interviews/{interview_id}/report/regenerate": "owner acts",
    "GET /api/interviews/{interview_id}/shares": "owner reads",
    "POST /api/interviews/{interview_id}/shares": "owner acts",
    "DELETE /api/interviews/{interview_id}/shares/{share_id}": "owner acts",
    "POST /api/shares/open": "public",  # the token is its credential: test_shares
    "GET /api/interviews/{interview_id}/delivery": "owner reads",
    "GET /api/interviews/{interview_id}/delivery/coaching": "owner reads",
    "GET /api/interviews/{interview_id}/explanation": "owner reads",
    "GET /api/interviews/{interview_id}/objections": "owner reads",
    "POST /api/interviews/{interview_id}/objections": "owner acts",
    "GET /api/interviews/{interview_id}/groups": "owner reads",
    "PUT /api/interviews/{interview_id}/groups": "owner acts",
    "GET /api/organisations/{organisation_id}/objections": "members",
    "GET /api/organisations/{organisation_id}/objections/count": "members",
    "POST /api/objections/{objection_id}/answer": "members",
    "GET /api/organisations/{organisation_id}/bias-audit": "its owners",
    "GET /api/organisations/{organisation_id}/bias-audit.csv": "its owners",
    "GET /api/resumes": "candidates",
    "POST /api/resumes/upload": "candidates",
    "GET /api/resumes/{resume_id}": "owner acts",
    "PATCH /api/resumes/{resume_id}": "owner acts",
    "DELETE /api/resumes/{resume_id}": "owner acts",
    "GET /api/questions": "staff",
    "GET /api/questions/search": "staff",
    "GET /api/questions/{question_id}": "staff",
    "POST /api/questions": "administrators",
    "POST /api/questions/check": "administrators",
    "PATCH /api/questions/{question_id}": "administrators",
    "DELETE /api/questions/{question_id}": "administrators",
    "POST /api/questions/{question_id}/restore": "administrators",
    "GET /api/questions/{question_id}/versions": "administrators",
    "POST /api/training/ticket": "candidates",
    "GET /api/users/me/calibrations/{device_id}": "candidates",
    "PUT /api/users/me/calibrations/{device_id}": "candidates",
    "GET /api/companies": "members",
    "POST /api/companies": "members",
    "GET /api/companies/{company_id}": "members",
    "PUT /api/companies/{company_id}": "members",
    "DELETE /api/companies/{company_id}": "its owners",
    "GET /api/job-postings": "members",
    "POST /api/job-postings": "members",
    "POST /api/job-postings/import": "members",
    "GET /api/job-postings/{posting_id}": "members",
    "GET /api/job-postings/{posting_id}/export.yaml": "members",
    "PUT /api/job-postings/{posting_id}": "members",
    "DELETE /api/job-postings/{posting_id}": "its owners",
    "POST /api/job-postings/{posting_id}/state": "members",
    "GET /api/job-postings/{posting_id}/plan": "members",
    "POST /api/job-postings/{posting_id}/plan": "members",
    "GET /api/organisations": "signed in",
    "POST /api/organisations": "administrators",
    "POST /api/organisations/{organisation_id}/first-owner": "administrators",
    "PATCH /api/organisations/{organisation_id}": "its owners",
    "GET /api/organisations/{organisation_id}/members": "members",
    "PATCH /api/organisations/{organisation_id}/members/{user_id}": "its owners",
    "DELETE /api/organisations/{organisation_id}/members/{user_id}": "its owners",
    "GET /api/organisations/{organisation_id}/member-invitations": "its owners",
    "POST /api/organisations/{organisation_id}/member-invitations": "its owners",
    "DELETE /api/organisations/{organisation_id}/member-invitations/{invitation_id}": "its owners",
    "POST /api/member-invitations/read": "public",  # the token is their credential: test_organisations
    "POST /api/member-invitations/register": "public",
    "POST /api/member-invitations/accept": "joining",
    "GET /api/admin/system": "administrators",
    "GET /api/admin/variants": "administrators",
    "GET /api/admin/organisations": "administrators",
    "GET /api/admin/users": "administrators",
    "PATCH /api/admin/users/{user_id}": "administrators",
    "GET /api/admin/audit": "administrators",
    "GET /api/admin/audit.csv": "administrators",
    "GET /api/admin/workers": "administrators",
    "POST /api/admin/jobs/{job_id}/requeue": "administrators",
    "GET /api/admin/gpu": "administrators",
    "POST /api/admin/gpu": "administrators",
    "GET /api/candidates": "members",
    "GET /api/candidates/compare": "members",
    "GET /api/candidates/search": "members",
    "GET /api/candidates/export.csv": "members",
    "GET /api/candidates/export.json": "members",
    "GET /api/organisations/{organisation_id}/tokens": "its owners",
    "POST /api/organisations/{organisation_id}/tokens": "its owners",
    "DELETE /api/organisations/{organisation_id}/tokens/{token_id}": "its owners",
    "GET /api/organisations/{organisation_id}/webhooks": "its owners",
    "POST /api/organisations/{organisation_id}/webhooks": "its owners",
    "DELETE /api/organisations/{organisation_id}/webhooks/{webhook_id}": "its owners",
    "POST /api/organisations/{organisation_id}/webhooks/{webhook_id}/test": "its owners",
    "GET /api/organisations/{organisation_id}/webhooks/{webhook_id}/deliveries": "its owners",
    "GET /api/admin/numbers": "administrators",
    "GET /api/job-postings/{posting_id}/invitations": "members",
    "POST /api/job-postings/{posting_id}/invitations": "members",
    "POST /api/job-postings/{posting_id}/invitations/import": "members",
    "GET /api/job-postings/{posting_id}/live": "members",
    "POST /api/invitations/{invitation_id}/remind": "members",
    "POST /api/invitations/{invitation_id}/resend": "members",
    "POST /api/invitations/{invitation_id}/revoke": "members",
    "GET /api/invitations": "candidates",
    "POST /api/invitations/open": "public",  # the token is its credential: test_invitations
    "POST /api/invitations/accept": "candidates",
    "POST /api/invitations/decline": "public",
    "GET /api/interviews/{interview_id}/review": "members",
    "GET /api/interviews/{interview_id}/resume": "members",
    "PUT /api/interviews/{interview_id}/review": "members",
    "POST /api/interviews/{interview_id}/review/submit": "members",
    "POST /api/interviews/{interview_id}/review/waive": "members",
    "POST /api/interviews/{interview_id}/overrides": "members",
    "POST /api/interviews/{interview_id}/decision": "members",
    "POST /api/interviews/{interview_id}/notes": "members",
    "POST /api/interviews/{interview_id}/reevaluate": "members",
    "GET /api/job-postings/{posting_id}/agreement": "members",
    "POST /api/interviews/{interview_id}/delivery-samples": "services",
    "PATCH /api/interviews/{interview_id}/behavior-scores": "services",
    "POST /api/media-sessions": "services",
    "POST /api/transcripts": "answers",
    "POST /api/transcripts/preparations": "services",
    "POST /api/session/start": "candidate themselves",
    "POST /api/answer/complete": "owner acts",
    "POST /api/speech-samples": "candidates",
    "GET /api/speech/{token}": "public",  # the token is its credential: test_voice
}


CALIBRATION = Calibration(
    yaw=1, pitch=-2, mouth_width=0.5, corner_lift=0, brow_gap=0.2, brow_height=0.2, lip_thickness=0.1, frames=15
)


@dataclass
class Scene:
    """An interview with an open question, an organisation's posting with one of the same candidate on it, and a client
    for each kind of caller.
    """

    callers: dict[str, httpx.Client]
    interview_id: str
    question: AskedQuestion
    owner_id: str
    resume_id: str
    posting: JobPosting
    screening_id: str
    objection_id: str
    """To the screening interview."""
    question_id: str
    """Of the bank."""
    invitation_id: str
    invitation_token: str
    share_id: str
    share_token: str

    def call(self, caller: str, operation: str) -> httpx.Response:
        method, path = operation.split(" ", 1)
        path = path.format(**self.identifiers(operation)).removeprefix("/api")
        path = f"{path}?q=slow" if path.endswith("/search") else path
        path = f"{path}?language=en" if path.endswith("/invitations/import") else path
        if path.startswith("/candidates") or path in ("/companies", "/job-postings", "/job-postings/import"):
            compared, whose = f"interviews={self.screening_id}", f"organisation_id={self.posting.organisation_id}"
            path += ("&" if "?" in path else "?") + (compared if path.endswith("/compare") else whose)
        with self.callers[caller].stream(method, path, **self._body(operation)) as response:
            if response.headers.get("content-type", "").startswith("application/json"):
                response.read()
            return response

    def identifiers(self, operation: str) -> dict[str, str]:
        """What stands in the operation's path, by parameter."""
        for_members = MATRIX[operation] in ("members", "its owners")
        return {
            "interview_id": self.screening_id if for_members else self.interview_id,
            "organisation_id": self.posting.organisation_id,
            "posting_id": self.posting.id,
            "company_id": self.posting.company_id,
            "device_id": "camera-1",
            "invitation_id": self.invitation_id,
            "resume_id": self.resume_id,
            "user_id": self.owner_id,
            "objection_id": self.objection_id,
            "question_id": self.question.id if "/recordings/" in operation else self.question_id,
            "share_id": self.share_id,
            "turn": "1",
            "chunk": "0",
            "token": "x" * 40,
            **{name: new_id() for name in ("job_id", "token_id", "webhook_id")},
        }

    def _of_recruiters(self) -> dict[str, dict[str, Any]]:
        """By operation."""
        organisation = {"organisation_id": self.posting.organisation_id}
        company = {"company_id": self.posting.company_id}
        posting = {"title": "Engineer", "position": "backend", "languages": ["ko"], **company}
        token = {"token": self.invitation_token}
        return {
            "POST /api/companies": {"name": "Hanbit", **organisation},
            "PUT /api/companies/{company_id}": {"name": "Hanbit"},
            "POST /api/job-postings": {**posting, **organisation},
            "PUT /api/job-postings/{posting_id}": posting,
            "POST /api/job-postings/{posting_id}/state": {"state": "closed"},
            "POST /api/job-postings/{posting_id}/plan": {"reason": "another one"},
            "POST /api/invitations/open": token,
            "POST /api/invitations/decline": token,
            "POST /api/invitations/accept": {**token, "language": "en", "transcription": True},
            "POST /api/organisations": {"name": "Hanbit Works", "owner_email": f"{new_id()}@example.org"},
            "POST /api/organisations/{organisation_id}/first-owner": {"owner_email": f"{new_id()}@example.org"},
            "PATCH /api/organisations/{organisation_id}": {"name": "Hanbit Works"},
            "PATCH /api/organisations/{organisation_id}/members/{user_id}": {"role": "owner"},
        }

    def _body(self, operation: str) -> dict[str, Any]:
        if operation in (of_recruiters := self._of_recruiters()):
            return {"json": of_recruiters[operation]}
        name = operation.rsplit("/", 1)[-1]
        if name == "{chunk}":
            return {"content": b"sound and picture", "headers": {"Content-Type": "video/webm"}}
        if operation == "POST /api/session/start":
            return {"json": {"user_id": self.owner_id, "mode": "voice"}}
        if operation == "POST /api/answer/complete":
            form = {"session_id": self.interview_id, "question_id": self.question.id, "turn_type": "main"}
            return {"data": form, "files": {"audio_file": b"RIFF"}}
        uploads = {
            "POST /api/resumes/upload": b"A few words.",
            "POST /api/job-postings/import": b"title: A\nposition: backend\nlanguages: [ko]\ncompany: {name: Hanbit}\n",
            "POST /api/job-postings/{posting_id}/invitations/import": b"email\nsomebody@example.org\n",
        }
        if operation in uploads:
            return {"files": {"file": uploads[operation]}}
        bodies: dict[str, dict[str, Any]] = {
            "interviews": {"position": "backend", "language": "ko"},
            "invitations": {"language": "en"},
            "me": {"preferences": {"voice": {"speed": 1.1}}},
            "member-invitations": {"email": "somebody@example.org", "role": "reviewer"},
            "accept": {"token": "x" * 40},
            "shares": {"parts": ["scores"], "days": 7},
            "open": {"token": self.share_token},
            "read": {"token": "x" * 40},
            "objections": {"kind": "objection", "text": "I was misheard."},
            "answer": {"text": "We have listened again."},
            "groups": {"gender": "woman"},
            "correction": {"text": "As I said it."},
            "consents": {"purpose": "delivery", "granted": True},
            "forgot": {"email": "nobody@example.org"},
            "reset": {"token": "x" * 43, "password": "a long enough passphrase"},
            "ticket": {"purpose": "check"},
            "retries": {"number": 1},
            "tokens": {"name": "Applicant tracking", "scopes": ["candidates:read"]},
            "webhooks": {"url": "https://hooks.example.org/", "kinds": ["report.ready"]},
            "media-sessions": {"purpose": "offer", "ticket": "x" * 40},
            "delivery-samples": {"session_id": new_id(), "sequence": 0, "samples": []},
            "behavior-scores": {"averages": {}, "interview_duration_sec": 1, "total_questions": 0, "questions": []},
            "{resume_id}": {"revision": 0},
            "{user_id}": {"active": True},
            "review": {"bands": []},
            "waive": {"reason": "Only takes the notes."},
            "overrides": {"question": 1, "criterion": "care", "to_band": 1, "reason": "Only claimed."},
            "decision": {"outcome": "hold", "reason": "Two more to hear."},
            "notes": {"text": "Ask about rollbacks."},
            "reevaluate": {"reason": "The rubric is clearer now."},
            "feedback": {"rating": 4},
            "finish": {"chunks": 1, "seconds": 5.0},
            "gpu": {"enabled": False},
            "{device_id}": CALIBRATION.model_dump(),
            "preparations": {
                "interview_id": self.interview_id,
                "turn": self.question.turn,
                "question_id": self.question.id,
                "text": "An answer.",
            },
            "transcripts": {
                "interview_id": self.interview_id,
                "turn": self.question.turn,
                "question_id": self.question.id,
                "text": "An answer.",
                "source": "typed",
            },
        }
        return {"json": bodies[name]} if name in bodies and not operation.startswith("GET") else {}
