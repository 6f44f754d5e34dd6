"""Which lines of a résumé are headings of its sections: words that head them, and how such lines look."""

import re

from contracts.resumes import SectionKind

_WORDS = {
    SectionKind.EXPERIENCE: """
        경력|경력사항|경력 사항|업무 경력|직무 경력|경력 기술서|경력기술서|주요 경력|경험|업무 경험
        |직무 경험|근무 경력|근무 경험|회사 경력|실무 경험|experience|work experience
        |professional experience|employment|employment history|work history|career history
        |relevant experience|professional background|career|positions held""",
    SectionKind.PROJECTS: """
        프로젝트|주요 프로젝트|프로젝트 경험|프로젝트 경력|개인 프로젝트|팀 프로젝트|수행 프로젝트
        |포트폴리오|projects|project|selected projects|personal projects|side projects|key projects
        |portfolio|project experience""",
    SectionKind.SKILLS: """
        기술|기술 스택|기술스택|보유 기술|보유기술|스킬|핵심 역량|핵심역량|보유 역량|역량|사용 기술
        |업무 스킬|skills|technical skills|core skills|key skills|skill set|tech stack|technologies
        |core competencies|tools|expertise|programming skills""",
    SectionKind.EDUCATION: """
        학력|학력사항|학력 사항|교육|교육사항|교육 사항|교육 이력|교육이력|학업|최종 학력|학력 및 교육
        |education|academic background|academic history|education and training|training|qualifications""",
    SectionKind.TARGET_ROLE: """
        지원 직무|지원직무|희망 직무|희망직무|지원 분야|지원분야|희망 분야|지원 부문|지원부문|목표 직무
        |희망 직종|objective|career objective|target role|target position|desired position|desired role
        |position sought|job objective|position applied for|applying for""",
    SectionKind.SUMMARY: """
        자기소개|자기 소개|자기소개서|소개|간단 소개|요약|경력 요약|핵심 요약|프로필|about|about me|summary
        |profile|professional summary|executive summary|career summary|personal statement|introduction""",
    SectionKind.OTHER: """
        수상|수상 경력|수상 내역|수상경력|자격증|자격|자격사항|자격 사항|어학|어학 능력|외국어|병역|병역사항
        |대외활동|대외 활동|활동|봉사활동|봉사 활동|취미|연락처|인적사항|인적 사항|개인정보|논문|특허
        |성장 과정|지원 동기|링크|참고|awards|honors|honours|certifications|certificates|licenses|languages
        |publications|patents|volunteering|volunteer experience|interests|hobbies|references|contact|links
        |activities|personal details""",
}
_KINDS = {
    phrase.strip().replace(" ", ""): kind for kind, phrases in _WORDS.items() for phrase in phrases.strip().split("|")
}
_DECORATION = re.compile(
    r"^(?:[\s#*=_>\-–—■□●○◆◇▶▷▪·•|<\[【〈《(]|\d{1,2}[.)]\s|[IVXⅠ-Ⅻ]+[.)]\s?)+|[\s#*=_:：\-–—■●|>\]】〉》)]+$"
)
_JOINED = re.compile(r"\s*(?:[/&,·+]|\band\b|및)\s*", re.IGNORECASE)
_INLINE = re.compile(r"\s*(?:[:：\t]|\s[-–—|]\s)\s*")
MAX_HEADING = 40


def heading_kind(line: str) -> SectionKind | None:
    """What section the line heads; None where it heads none."""
    bare = _DECORATION.sub("", line.strip()).strip()
    if not bare or len(bare) > MAX_HEADING:
        return None
    if kind := _kind_of(bare):
        return kind
    parts = [part for part in _JOINED.split(bare) if part]
    kinds = [_kind_of(part) for part in parts]
    return next((kind for kind in kinds if kind), None) if len(parts) > 1 and kinds[0] else None


def inline_heading(line: str) -> tuple[SectionKind, str, str] | None:
    """A heading with its text on the same line, `지원 직무: 백엔드 개발자`: the kind, the heading, the text."""
    match = _INLINE.search(line)
    if match is None:
        return None
    heading, text = line[: match.start()], line[match.end() :].strip()
    kind = heading_kind(heading)
    return (kind, bare_heading(heading), text) if kind and text else None


def bare_heading(line: str) -> str:
    return _DECORATION.sub("", line.strip()).strip()[:120]


def _kind_of(phrase: str) -> SectionKind | None:
    return _KINDS.get(re.sub(r"\s+", "", phrase).lower())
