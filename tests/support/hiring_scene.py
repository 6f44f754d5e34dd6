"""An organisation in the middle of hiring, for pictures of its pages."""

from dataclasses import dataclass
from typing import Self

from hiring import Caller, accept, give_bands, publish, register, type_answers, watch
from visavis.candidate.answers import answer_to
from visavis.launcher.home import DemoUser

TITLE = {"en": "Backend engineer", "ko": "백엔드 개발자"}
NAMES = {"en": ("Alex Morgan", "Sam Reed", "Robin Hale"), "ko": ("김민서", "이도윤", "박서연")}
DESCRIPTION = {
    "en": "You keep a payment service running for small shops, and change it every week.",
    "ko": "작은 가게들이 쓰는 결제 서비스를 안정적으로 운영하며 매주 개선합니다.",
}
COMPETENCIES = {
    "en": {"reliability": "Keeping services reliable", "diagnosis": "Finding what is wrong"},
    "ko": {"reliability": "서비스 안정성", "diagnosis": "문제 진단"},
}
REASON = {"en": "Measures before anything is changed.", "ko": "바꾸기 전에 먼저 측정합니다."}
OBJECTION = {"en": "My second answer was about another project.", "ko": "두 번째 답변은 다른 프로젝트 이야기였습니다."}


@dataclass(frozen=True)
class HiringScene:
    """`interview` was reviewed and decided, and its `candidate` objects; `invitation` is a link that nobody opened."""

    posting: str
    invitation: str
    interview: str
    candidate: str
    compared: str
    unreviewed: str

    @classmethod
    def make(cls, url: str, account: DemoUser, organisation: str, language: str) -> Self:
        """By somebody who owns the organisation."""
        api = f"{url}/api"
        owner = Caller(api, account.email, account.password)
        posting = publish(
            owner,
            organisation,
            title=TITLE[language],
            description=DESCRIPTION[language],
            competencies=[{"slug": slug, "name": name} for slug, name in COMPETENCIES[language].items()],
            languages=[language],
        )
        candidates = [register(api, name) for name in NAMES[language]]
        interviews = [
            accept(candidate, _invite(owner, posting, language, name), language)
            for candidate, name in zip(candidates, NAMES[language], strict=True)
        ]
        for sentences, (candidate, interview) in enumerate(zip(candidates, interviews, strict=True), 2):
            type_answers(candidate, interview, lambda question, said=sentences: " ".join(answer_to(question)[:said]))
        watch(owner, posting, lambda entries: sum(one["report_ready"] for one in entries) == len(interviews))
        decided, compared, unreviewed = interviews
        for interview in (decided, compared):
            give_bands(owner, interview, [3, 2])
        owner.post(f"/interviews/{decided}/decision", {"outcome": "advance", "reason": REASON[language]})
        candidates[0].post(f"/interviews/{decided}/objections", {"kind": "objection", "text": OBJECTION[language]})
        invitation = _invite(owner, posting, language, NAMES[language][0])
        return cls(posting, invitation, decided, candidates[0].email, compared, unreviewed)

    @property
    def pages(self) -> dict[str, str]:
        """The recruiter's."""
        return {
            "postings": "/recruiting/postings",
            "new-posting": "/recruiting/postings/new",
            "posting": f"/recruiting/postings/{self.posting}",
            "posting-invitations": f"/recruiting/postings/{self.posting}/invitations",
            "posting-live": f"/recruiting/postings/{self.posting}/live",
            "candidates": "/recruiting/candidates",
            "compare": f"/recruiting/compare?interviews={self.interview},{self.compared}",
            "review-blind": f"/recruiting/interviews/{self.unreviewed}",
            "review": f"/recruiting/interviews/{self.interview}",
            "objections": "/recruiting/objections",
            "bias-audit": "/recruiting/bias-audit",
            "company": "/recruiting/company",
            "organisation": "/recruiting/organisation",
            "integrations": "/recruiting/organisation/integrations",
        }


def _invite(owner: Caller, posting: str, language: str, name: str) -> str:
    wanted = {"language": language, "full_name": name}
    return str(owner.post(f"/job-postings/{posting}/invitations", wanted)["link"])
