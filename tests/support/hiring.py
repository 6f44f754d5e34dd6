"""People who hire and people who are invited, over the API of a running platform."""

import re
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

import httpx
from contracts.questions import AskedQuestion
from httpx_sse import connect_sse
from runtime.mail.folder import letters_in
from visavis.launcher.home import DemoUser

PASSWORD = "a long enough passphrase"
ORGANISATION = "Hanbit Works"
PATIENCE_SECONDS = 60
"""With a machine that has much else to do: it ends a test that would hang, no more."""
POSTING = {
    "title": "Backend engineer",
    "position": "backend",
    "description": "You keep a payment service running for small shops, and change it every week.",
    "languages": ["ko", "en"],
    "question_count": 2,
    "follow_ups": 1,
    "competencies": [
        {"slug": "reliability", "name": "Keeping services reliable"},
        {"slug": "diagnosis", "name": "Finding what is wrong"},
    ],
}
PLAN = [{"kind": "planned", "competency": "reliability"}, {"kind": "planned", "competency": "diagnosis"}]

Entry = dict[str, Any]
Answer = Callable[[AskedQuestion], str]


class Caller:
    """An account that is signed in. What is refused raises AssertionError with what the platform said."""

    def __init__(self, api: str, email: str, password: str = PASSWORD) -> None:
        self.email = email
        self.http = httpx.Client(base_url=api, timeout=PATIENCE_SECONDS)
        signed_in = self.http.post("/token", data={"username": email, "password": password})
        assert signed_in.is_success, signed_in.text
        self.http.headers["Authorization"] = f"Bearer {signed_in.json()['access_token']}"

    def get(self, path: str, **params: object) -> Any:
        return self._ask("GET", path, params=params)

    def post(self, path: str, body: object = None) -> Any:
        return self._ask("POST", path, json=body)

    def put(self, path: str, body: object) -> Any:
        return self._ask("PUT", path, json=body)

    def upload(self, path: str, name: str, data: str) -> Any:
        return self._ask("POST", path, files={"file": (name, data.encode())})

    def _ask(self, method: str, path: str, **sent: Any) -> Any:
        response = self.http.request(method, path, **sent)
        assert response.is_success, f"{method} {path}: {response.text}"
        return response.json() if response.content else None


def new_email() -> str:
    return f"{secrets.token_hex(6)}@example.org"


def register(api: str, full_name: str, email: str | None = None) -> Caller:
    """A candidate's account."""
    account = _account(full_name, email or new_email())
    httpx.post(f"{api}/register", json=account, timeout=PATIENCE_SECONDS).raise_for_status()
    return Caller(api, account["email"])


def join(api: str, full_name: str, invited: Entry) -> Caller:
    """The account of somebody who was invited into an organisation."""
    account = _account(full_name, invited["invitation"]["email"])
    joined = account | {"token": invited["token"]}
    httpx.post(f"{api}/member-invitations/register", json=joined, timeout=PATIENCE_SECONDS).raise_for_status()
    return Caller(api, account["email"])


def _account(full_name: str, email: str) -> dict[str, str]:
    return {"email": email, "username": secrets.token_hex(8), "password": PASSWORD, "full_name": full_name}


def found(api: str, admin: DemoUser, owner: DemoUser) -> str:
    """The id of an organisation, by the accounts of a fresh local platform.

    These have addresses that nobody can be invited by, so that the owner comes by the link.
    """
    wanted = {"name": ORGANISATION, "owner_email": new_email()}
    made = Caller(api, admin.email, admin.password).post("/organisations", wanted)
    Caller(api, owner.email, owner.password).post("/member-invitations/accept", {"token": made["invited"]["token"]})
    return str(made["id"])


@dataclass(frozen=True)
class Members:
    """Of one organisation, with its id."""

    id: str
    owner: Caller
    recruiter: Caller
    reviewer: Caller


def found_organisation(api: str, admin: Caller) -> Members:
    """Everybody is invited, the owner by an administrator and the others by the owner."""
    made = admin.post("/organisations", {"name": ORGANISATION, "owner_email": new_email()})
    owner = join(api, "Owner", made["invited"])

    def member(role: str) -> Caller:
        wanted = {"email": new_email(), "role": role}
        return join(api, role.capitalize(), owner.post(f"/organisations/{made['id']}/member-invitations", wanted))

    return Members(made["id"], owner, member("recruiter"), member("reviewer"))


def publish(recruiter: Caller, organisation_id: str, **content: object) -> str:
    """An open posting of a company of its own, with a plan; `content` is said in the place of `POSTING`'s."""
    company = recruiter.post(
        "/companies",
        {"organisation_id": organisation_id, "name": "Hanbit", "ideal_candidate": "Asks before something breaks."},
    )
    wanted = {**POSTING, **content, "organisation_id": organisation_id, "company_id": company["id"]}
    posting_id: str = recruiter.post("/job-postings", wanted)["id"]
    recruiter.post(f"/job-postings/{posting_id}/plan", {"questions": PLAN})
    recruiter.post(f"/job-postings/{posting_id}/state", {"state": "open"})
    return posting_id


def links_in(mailbox: Path) -> dict[str, str]:
    """Those of the invitations that lie in the local mailbox, by whom they are for."""
    links = {}
    for letter in letters_in(mailbox):
        body = letter.get_body(("plain",))
        if body and (found := re.search(r"\S+/invitation#\S+", body.get_content())):
            links[str(letter["To"])] = found[0]
    return links


def accept(candidate: Caller, link: str, language: str) -> str:
    """The id of the interview that the invitation is to."""
    agreed = {"token": link.partition("#")[2], "language": language, "transcription": True}
    return str(candidate.post("/invitations/accept", agreed)["id"])


def type_answers(candidate: Caller, interview_id: str, answer: Answer) -> None:
    """The whole interview."""
    question = candidate.post(f"/interviews/{interview_id}/start")["question"]
    while question:
        said = {"interview_id": interview_id, "turn": question["turn"], "question_id": question["id"]}
        text = answer(AskedQuestion.model_validate(question))
        question = candidate.post("/transcripts", said | {"text": text, "source": "typed"}).get("question")


def watch(recruiter: Caller, posting_id: str, until: Callable[[Iterable[Entry]], bool]) -> list[Entry]:
    """The entries of the live list, as soon as they are as wanted: told by its events alone."""
    with connect_sse(recruiter.http, "GET", f"/job-postings/{posting_id}/live", timeout=None) as source:
        source.response.raise_for_status()
        entries: dict[str, Entry] = {}
        for event in source.iter_sse():
            told = event.json()
            for entry in told["entries"] if event.event == "snapshot" else [told["entry"]]:
                entries[entry["interview_id"]] = entry
            if until(entries.values()):
                return list(entries.values())
    raise AssertionError("the live list ended")


def give_bands(reviewer: Caller, interview_id: str, bands: Sequence[int]) -> Entry:
    """Review it: the criteria of all questions that were answered take turns at `bands`."""
    path = f"/interviews/{interview_id}/review"
    answered = [one for one in reviewer.get(path)["questions"] if one["text"]]
    places = [(one["number"], criterion["slug"]) for one in answered for criterion in one["criteria"]]
    given = [
        {"question": number, "criterion": slug, "band": band}
        for (number, slug), band in zip(places, cycle(bands), strict=False)
    ]
    reviewer.put(path, {"bands": given})
    submitted: Entry = reviewer.post(f"{path}/submit")
    return submitted


def pages(caller: Caller, path: str, what: str, **params: object) -> list[Entry]:
    """All of a list that is read page by page, the oldest first."""
    rows: list[Entry] = []
    older: dict[str, object] = {}
    while True:
        page = caller.get(path, **params, **older)
        rows += page[what]
        if page["older"] is None:
            return rows[::-1]
        older = {"before": page["older"]}
