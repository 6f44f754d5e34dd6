"""Twenty people who were invited to one posting: eighteen type, at once and in both languages, and two speak."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from itertools import cycle
from pathlib import Path

from answered_question import VAGUE
from browser import spoken, write_wav
from contracts.base import Language
from contracts.questions import AskedQuestion
from hiring import Caller, Entry, accept, links_in, new_email, register, type_answers, watch
from platform_under_test import PlatformUnderTest, eventually
from visavis.candidate.answers import answer_to
from visavis.candidate.record import InterviewRecord

TYPED, SPOKEN, EARLY = 18, 2, 10
EVERYBODY = TYPED + SPOKEN
SAID = "I worked on the database with my team, and then we measured the time and made it twice as fast."
TOLD = {
    Language.EN: "I learnt that at the harbour office, where seagulls kept pecking the antenna cables.",
    Language.KO: "항만 사무소에서 갈매기가 안테나 선을 쪼아서 배웠습니다.",
}
"""Of one candidate in each language, to be found by."""
SOUGHT = {Language.EN: "seagulls antenna cables", Language.KO: "갈매기 안테나"}


class Quality(Enum):
    """Of answers, with the band that a reviewer gives them and what becomes of their candidate."""

    GOOD = (4, "advance")
    SHORT = (2, "hold")
    VAGUE = (0, "decline")

    @property
    def band(self) -> int:
        return self.value[0]

    @property
    def outcome(self) -> str:
        return self.value[1]

    def answer(self, question: AskedQuestion) -> str:
        match self:
            case Quality.GOOD:
                return " ".join(answer_to(question))
            case Quality.SHORT:
                return " ".join(answer_to(question)[:2])
            case Quality.VAGUE:
                return VAGUE[question.language]


@dataclass
class Candidate:
    """Somebody who was invited. A `speaker` has the record of its interview."""

    name: str
    email: str
    language: Language
    quality: Quality
    interview_id: str = ""
    speaker: InterviewRecord | None = None

    @property
    def tells(self) -> bool:
        return self.name in {"Candidate 0", "Candidate 1"}

    def answer(self, question: AskedQuestion) -> str:
        text = self.quality.answer(question)
        return f"{text} {TOLD[self.language]}" if self.tells and question.turn == 1 else text


@dataclass
class Interviews:
    """`early` ones were held on the first version of the `plan`, `late` ones on the one that it was `changed` to."""

    early: list[Candidate]
    late: list[Candidate]
    plan: Entry
    changed: Entry

    @property
    def all(self) -> list[Candidate]:
        return [*self.early, *self.late]


def hold_interviews(platform: PlatformUnderTest, recruiter: Caller, posting: str, directory: Path) -> Interviews:
    """Ten type and two speak on the first version of the plan; eight type on the second."""
    typists = invite_typists(recruiter, posting)
    links = eventually(lambda: _all_links(platform))
    plan = recruiter.get(f"/job-postings/{posting}/plan")

    def type_interview(candidate: Candidate) -> None:
        caller = register(platform.api, candidate.name, candidate.email)
        candidate.interview_id = accept(caller, links[candidate.email], candidate.language)
        type_answers(caller, candidate.interview_id, candidate.answer)

    with speaking(recruiter, posting, directory) as speakers, ThreadPoolExecutor(max_workers=6) as pool:
        list(pool.map(type_interview, typists[:EARLY]))
        watch(recruiter, posting, lambda entries: sum(one["question"] > 0 for one in entries) == EARLY + SPOKEN)
        changed = change_rubric(recruiter, posting, plan)
        list(pool.map(type_interview, typists[EARLY:]))
        early = [*typists[:EARLY], *(speaker.finished() for speaker in speakers)]
    watch(recruiter, posting, lambda entries: sum(one["report_ready"] for one in entries) == EVERYBODY)
    return Interviews(early, typists[EARLY:], plan, changed)


def invite_typists(recruiter: Caller, posting: str) -> list[Candidate]:
    """By letter, from a file."""
    typists = [
        Candidate(f"Candidate {number}", new_email(), language, quality)
        for number, language, quality in zip(range(TYPED), cycle(Language), cycle(Quality), strict=False)
    ]
    rows = ["email,name,language", *(f"{one.email},{one.name},{one.language.value}" for one in typists)]
    path = f"/job-postings/{posting}/invitations/import?language=ko"
    imported = recruiter.upload(path, "people.csv", "\n".join(rows))
    assert (imported["invited"], imported["letters"]) == (TYPED, True)
    return typists


def _all_links(platform: PlatformUnderTest) -> dict[str, str] | None:
    """Once every letter is written."""
    links = links_in(platform.platform.home.mailbox)
    return links if len(links) == TYPED else None


@dataclass
class Speaker:
    """A candidate with a voice and a face, who leaves its record in a file."""

    name: str
    process: "subprocess.Popen[str]"
    record: Path

    def finished(self) -> Candidate:
        said, _ = self.process.communicate()
        assert self.process.returncode == 0, said
        record = InterviewRecord.model_validate_json(self.record.read_text(encoding="utf-8"))
        return Candidate(self.name, record.candidate, record.language, Quality.SHORT, record.interview_id, record)


@contextmanager
def speaking(recruiter: Caller, posting: str, directory: Path) -> Iterator[list[Speaker]]:
    """They were each given a link, and begin at once."""
    speech = write_wav(directory / "answer.wav", spoken(SAID))
    speakers = []
    try:
        for number in range(SPOKEN):
            link = recruiter.post(f"/job-postings/{posting}/invitations", {"language": "en"})["link"]
            record = directory / f"{number}.json"
            command = [sys.executable, "-m", "visavis", "candidate", "--invitation", link, "--speech", str(speech)]
            process = subprocess.Popen(
                [*command, "--json", str(record)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            )
            speakers.append(Speaker(f"Speaker {number}", process, record))
        yield speakers
    finally:
        for speaker in speakers:
            speaker.process.kill()
            speaker.process.wait()


def change_rubric(recruiter: Caller, posting: str, plan: Entry) -> Entry:
    """The first question's first criterion counts more from now on."""
    first = plan["questions"][0]["rubric"]["criteria"][0]
    kept: list[Entry] = [
        {"kind": "kept", "number": one["number"], "competency": one["competency"]} for one in plan["questions"]
    ]
    kept[0]["weights"] = {first["slug"]: 3 * first["weight"]}
    wanted = {"reason": "What is wrong is to be found first.", "questions": kept}
    changed: Entry = recruiter.post(f"/job-postings/{posting}/plan", wanted)
    return changed
