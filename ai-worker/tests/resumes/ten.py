"""Ten résumés of invented people, in ten layouts, each with the fields that a reader of it would fill in."""

from collections.abc import Callable
from dataclasses import dataclass, field

from contracts.base import Language
from contracts.resumes import JobFamily, ResumeFormat
from documents import Pdf, docx, hwpx

Dated = tuple[str, str, str | None, str | None]
"""Two names, and from when to when: employer and role, or school and degree."""


@dataclass(frozen=True)
class Expected:
    """Fields by section; `None` as an end is a job that goes on, or a school whose date is one."""

    language: Language
    target_role: str
    experience: list[Dated]
    education: list[Dated]
    skills: list[str]
    projects: list[str] = field(default_factory=list)
    change: tuple[JobFamily, JobFamily] | None = None


@dataclass(frozen=True)
class Document:
    name: str
    format: ResumeFormat
    make: Callable[[], bytes]
    expected: Expected
    needs_korean_font: bool = False


def plain_pdf() -> bytes:
    pdf = Pdf()
    pdf.line("Maya Whitfield", size=20, bold=True)
    pdf.line("Senior Backend Engineer")
    pdf.line("maya@example.org | +44 20 7946 0000 | Leeds")
    pdf.gap()
    pdf.line("PROFESSIONAL SUMMARY", size=13, bold=True)
    pdf.line("Engineer with nine years of building payment systems that stay up when a bank's own does not.")
    pdf.gap()
    pdf.line("EXPERIENCE", size=13, bold=True)
    pdf.dated("Harbour Payments Ltd", "Mar 2019 - Present")
    pdf.line("Senior Backend Engineer")
    pdf.line(
        "- Moved settlement from nightly files to events, which cut the time to settle from a day to four minutes and "
        "let two people go home earlier every evening."
    )
    pdf.line("- Led a team of five through an audit without a finding.")
    pdf.gap(6)
    pdf.dated("Quill & Finch Software", "Sep 2015 - Feb 2019")
    pdf.line("Software Engineer")
    pdf.line("- Wrote the import of invoices in Python and kept it running for three hundred customers.")
    pdf.gap()
    pdf.line("EDUCATION", size=13, bold=True)
    pdf.dated("University of Leeds", "2012 - 2015")
    pdf.line("BSc Computer Science")
    pdf.gap()
    pdf.line("SKILLS", size=13, bold=True)
    pdf.line("Python, Go, PostgreSQL, Kafka, Terraform")
    return pdf.written()


def two_columns_pdf() -> bytes:
    pdf = Pdf()
    pdf.line("Jonas Adeyemi", size=22, bold=True)
    pdf.line("Product Designer", size=12)
    pdf.gap(16)
    left = [
        ("h", "Contact"),
        ("t", "jonas@example.org"),
        ("t", "Rotterdam"),
        ("", ""),
        ("h", "Skills"),
        ("t", "Figma"),
        ("t", "Prototyping"),
        ("t", "User research"),
        ("t", "Design systems"),
        ("", ""),
        ("h", "Education"),
        ("b", "Willem de Kooning Academy"),
        ("t", "BA Interaction Design"),
        ("t", "2013 - 2017"),
    ]
    right = [
        ("h", "Work Experience"), ("b", "Lead Product Designer"), ("t", "Tidewater Health, 06/2021 - present"),
        ("t", "- Redesigned how nurses hand over a shift; errors in handover fell by a third."),
        ("t", "- Built a design system used by eleven teams."), ("", ""),
        ("b", "UX Designer"), ("t", "Grachten Studio, 09/2017 - 05/2021"),
        ("t", "- Ran forty interviews with people who never finish a form."), ("", ""),
        ("h", "Projects"), ("b", "Open Wayfinding"),
        ("t", "- Signs for a hospital."),
    ]  # fmt: skip
    pdf.columns(left, right, (165, 320))
    return pdf.written()


def korean_table_pdf() -> bytes:
    pdf = Pdf(korean=True)
    pdf.line("이 력 서", size=20, bold=True)
    pdf.gap()
    pdf.line("지원 직무: 데이터 분석가", size=11)
    pdf.gap()
    pdf.line("■ 학력사항", size=13, bold=True)
    pdf.row(["기간", "학교명", "전공"], [140, 170, 170], bold=True)
    pdf.row(["2011.03 ~ 2017.02", "한빛대학교", "통계학과"], [140, 170, 170])
    pdf.gap()
    pdf.line("■ 경력사항", size=13, bold=True)
    pdf.row(["기간", "회사명", "부서", "직무"], [140, 120, 110, 110], bold=True)
    pdf.row(["2020.05 ~ 현재", "다온커머스", "데이터팀", "데이터 분석가"], [140, 120, 110, 110])
    pdf.row(["2017.03 ~ 2020.04", "(주)늘봄유통", "영업기획팀", "데이터 분석 담당"], [140, 120, 110, 110])
    pdf.gap()
    pdf.line("■ 보유 기술", size=13, bold=True)
    pdf.line("SQL, Python, Tableau, Airflow")
    pdf.gap()
    pdf.line("■ 주요 프로젝트", size=13, bold=True)
    pdf.row(["프로젝트명", "기간", "역할"], [200, 140, 140], bold=True)
    pdf.row(["재구매 예측 모델", "2021.03 ~ 2021.09", "분석 총괄"], [200, 140, 140])
    pdf.row(["매출 대시보드 개편", "2022.01 ~ 2022.06", "설계 및 구현"], [200, 140, 140])
    pdf.gap()
    pdf.line("■ 자기소개", size=13, bold=True)
    pdf.line("숫자 뒤에 있는 사람의 행동을 설명하는 일을 좋아합니다.")
    return pdf.written()


def korean_plain_pdf() -> bytes:
    pdf = Pdf(korean=True)
    pdf.line("박서준", size=22, bold=True)
    pdf.line("프론트엔드 개발자", size=12)
    pdf.line("seojun@example.org | 010-0000-0000")
    pdf.gap(14)
    pdf.line("경력", size=14, bold=True)
    pdf.dated("모아핀테크", "2021년 4월 ~ 재직 중")
    pdf.line("프론트엔드 개발자")
    pdf.line("• 송금 화면을 다시 설계하여 이탈률을 18% 줄였습니다.")
    pdf.line("• 공용 컴포넌트를 만들어 네 팀이 함께 쓰게 했습니다.")
    pdf.gap(6)
    pdf.dated("솔바람에듀", "2018년 1월 ~ 2021년 3월")
    pdf.line("웹 개발자")
    pdf.line("• 강의 플레이어의 첫 화면 시간을 절반으로 줄였습니다.")
    pdf.gap(14)
    pdf.line("학력", size=14, bold=True)
    pdf.dated("가온대학교", "2012년 3월 ~ 2018년 2월")
    pdf.line("컴퓨터공학과 학사")
    pdf.gap(14)
    pdf.line("기술 스택", size=14, bold=True)
    pdf.line("언어: TypeScript, JavaScript")
    pdf.line("프레임워크: React, Next.js")
    return pdf.written()


def styled_docx() -> bytes:
    return docx(
        [
            "# Priya Raman",
            "priya@example.org · Bristol",
            "## Objective",
            "Registered nurse seeking a software developer position in digital health.",
            "## Employment History",
            "Staff Nurse, St Brannock Hospital\tJanuary 2016 – March 2023",
            "* Ran the night ward of twenty-four beds and trained nine new nurses.",
            "* Wrote the checklist that the whole hospital uses now.",
            "Nurse, Elmfield Clinic\tAugust 2013 – December 2015",
            "* Looked after patients at home and kept their records.",
            "## Projects",
            "### Ward Rota Planner",
            "* A web application in Django that plans shifts for forty people.",
            "### Drug Round Timer",
            "* An Android application used on two wards.",
            "## Education and Training",
            "Northgate Coding Bootcamp\t2023",
            "Certificate in Full-Stack Development",
            "University of Exeter\t2010 – 2013",
            "BSc Nursing",
            "## Technical Skills",
            "Python, Django, JavaScript, SQL",
        ]
    )


def korean_label_docx() -> bytes:
    """One table from top to bottom: what it is about on the left, the rest on the right."""
    return docx(
        [
            "이력서",
            [
                ["성명", "최하린"],
                ["지원 분야", "서비스 기획자"],
                ["학력", "2010.03 - 2014.02\t누리대학교 경영학과 졸업"],
                [
                    "경력",
                    "2018.07 - 2023.12\t바른식품(주)\t마케터\n"
                    "2014.03 - 2018.06\t하늘광고\t마케팅 담당\n월간 보고와 예산을 맡았습니다.",
                ],
                ["기술", "Figma, SQL, Notion"],
                [
                    "자기소개",
                    "고객의 문제를 정의합니다.\n기획자로 직무를 바꾸려 합니다.\n모임을 운영했습니다.",
                ],
            ],
        ]
    )


def korean_hwpx() -> bytes:
    return hwpx(
        [
            "이 력 서",
            [["지원부문", "고객상담 매니저"]],
            "1. 학력사항",
            [["재학기간", "학교", "학과"], ["2009.03~2013.02", "동백대학교", "심리학과"]],
            "2. 경력사항",
            [
                ["근무기간", "회사명", "직위", "담당업무"],
                ["2019.09~현재", "참조은홈쇼핑", "팀장", "고객 상담 운영"],
                ["2013.03~2019.08", "이음콜센터", "상담사", "전화 상담"],
            ],
            "3. 보유기술",
            "VOC 분석, 엑셀, Zendesk",
            "4. 자기소개서",
            "화가 난 고객이 끊기 전에 웃게 만드는 일을 십 년 넘게 해 왔습니다.",
        ]
    )


def korean_paragraphs_hwpx() -> bytes:
    return hwpx(
        [
            "정유나",
            "희망 직무 : 백엔드 개발자",
            "",
            "[경력 사항]",
            "새벽소프트 / 서버 개발자 (2020.02 ~ 2024.01)",
            "- 주문 서버를 나누어 배포 시간을 1시간에서 5분으로 줄임",
            "- 장애 대응 절차를 만들고 당번을 운영함",
            "",
            "[프로젝트]",
            "주문 이벤트 파이프라인 (2022.03 ~ 2022.11)",
            "- Kafka로 주문 상태를 흘려보내는 구조를 설계함",
            "쿠폰 발급 시스템 (2021.01 ~ 2021.06)",
            "- 동시 발급을 막는 잠금을 구현함",
            "",
            "[학력]",
            "바다대학교 소프트웨어학과 (2014.03 ~ 2020.02)",
            "",
            "[기술 스택]",
            "Java, Spring Boot, MySQL, Kafka, AWS",
        ]
    )


MARKDOWN = """# Tomás Okafor

**Data Engineer** — Lisbon — tomas@example.org

## About
I move data so that people can stop moving it by hand.

## Experience

### Data Engineer at Saltpan Energy
*2020-02 – present*

- Replaced forty spreadsheets by one warehouse.
- Cut the nightly load from six hours to fifty minutes.

### Analyst at Moorings Insurance
*2017-06 – 2020-01*

- Reported claims to the regulator every month.

## Projects

### Tide Tables as Code
- A small library that predicts tides, used by two harbours.

### Civic Budget Explorer
- Opens the city's budget to anybody with a browser.

## Education

| School | Degree | Years |
|---|---|---|
| Universidade do Porto | MSc Statistics | 2015 – 2017 |

## Skills & Tools
- **Languages:** Python, SQL, Scala
- **Platforms:** Spark, dbt, BigQuery
"""

KOREAN_TEXT = """김도현
지원분야: 품질관리 엔지니어

< 경력 >
2016.04 ~ 2023.09
한결정밀 / 품질관리 엔지니어
 - 불량률을 3.2%에서 0.9%로 낮춤
 - 협력사 열두 곳의 검사 기준을 통일함

2013.01 ~ 2016.03
미래산업(주) / 생산관리 사원
 - 생산 일정과 자재를 관리함

< 학력 >
2006.03 ~ 2012.08 산들대학교 기계공학과 학사

< 보유 기술 >
Minitab, AutoCAD, SPC, 6시그마

< 자격증 >
품질경영기사 (2015.06)
"""

KO, EN = Language.KO, Language.EN
TEN = [
    Document("plain.pdf", ResumeFormat.PDF, plain_pdf, Expected(
        EN, "Senior Backend Engineer",
        [("Harbour Payments Ltd", "Senior Backend Engineer", "2019-03", None),
         ("Quill & Finch Software", "Software Engineer", "2015-09", "2019-02")],
        [("University of Leeds", "BSc Computer Science", "2012", "2015")],
        ["Python", "Go", "PostgreSQL", "Kafka", "Terraform"])),
    Document("two-columns.pdf", ResumeFormat.PDF, two_columns_pdf, Expected(
        EN, "Product Designer",
        [("Tidewater Health", "Lead Product Designer", "2021-06", None),
         ("Grachten Studio", "UX Designer", "2017-09", "2021-05")],
        [("Willem de Kooning Academy", "BA Interaction Design", "2013", "2017")],
        ["Figma", "Prototyping", "User research", "Design systems"], ["Open Wayfinding"])),
    Document("표.pdf", ResumeFormat.PDF, korean_table_pdf, Expected(
        KO, "데이터 분석가",
        [("다온커머스", "데이터 분석가", "2020-05", None), ("(주)늘봄유통", "데이터 분석 담당", "2017-03", "2020-04")],
        [("한빛대학교", "통계학과", "2011-03", "2017-02")],
        ["SQL", "Python", "Tableau", "Airflow"], ["재구매 예측 모델", "매출 대시보드 개편"]), needs_korean_font=True),
    Document("한 단.pdf", ResumeFormat.PDF, korean_plain_pdf, Expected(
        KO, "프론트엔드 개발자",
        [("모아핀테크", "프론트엔드 개발자", "2021-04", None), ("솔바람에듀", "웹 개발자", "2018-01", "2021-03")],
        [("가온대학교", "컴퓨터공학과 학사", "2012-03", "2018-02")],
        ["TypeScript", "JavaScript", "React", "Next.js"]), needs_korean_font=True),
    Document("styled.docx", ResumeFormat.DOCX, styled_docx, Expected(
        EN, "software developer",
        [("St Brannock Hospital", "Staff Nurse", "2016-01", "2023-03"),
         ("Elmfield Clinic", "Nurse", "2013-08", "2015-12")],
        [("Northgate Coding Bootcamp", "Certificate in Full-Stack Development", None, "2023"),
         ("University of Exeter", "BSc Nursing", "2010", "2013")],
        ["Python", "Django", "JavaScript", "SQL"], ["Ward Rota Planner", "Drug Round Timer"],
        change=(JobFamily.HEALTH, JobFamily.SOFTWARE))),
    Document("항목표.docx", ResumeFormat.DOCX, korean_label_docx, Expected(
        KO, "서비스 기획자",
        [("바른식품(주)", "마케터", "2018-07", "2023-12"), ("하늘광고", "마케팅 담당", "2014-03", "2018-06")],
        [("누리대학교", "경영학과", "2010-03", "2014-02")],
        ["Figma", "SQL", "Notion"], change=(JobFamily.MARKETING, JobFamily.PRODUCT))),
    Document("표.hwpx", ResumeFormat.HWPX, korean_hwpx, Expected(
        KO, "고객상담 매니저",
        [("참조은홈쇼핑", "팀장", "2019-09", None), ("이음콜센터", "상담사", "2013-03", "2019-08")],
        [("동백대학교", "심리학과", "2009-03", "2013-02")],
        ["VOC 분석", "엑셀", "Zendesk"])),
    Document("문단.hwpx", ResumeFormat.HWPX, korean_paragraphs_hwpx, Expected(
        KO, "백엔드 개발자",
        [("새벽소프트", "서버 개발자", "2020-02", "2024-01")],
        [("바다대학교", "소프트웨어학과", "2014-03", "2020-02")],
        ["Java", "Spring Boot", "MySQL", "Kafka", "AWS"], ["주문 이벤트 파이프라인", "쿠폰 발급 시스템"])),
    Document("resume.md", ResumeFormat.TEXT, MARKDOWN.encode, Expected(
        EN, "Data Engineer",
        [("Saltpan Energy", "Data Engineer", "2020-02", None), ("Moorings Insurance", "Analyst", "2017-06", "2020-01")],
        [("Universidade do Porto", "MSc Statistics", "2015", "2017")],
        ["Python", "SQL", "Scala", "Spark", "dbt", "BigQuery"], ["Tide Tables as Code", "Civic Budget Explorer"])),
    Document("이력서.txt", ResumeFormat.TEXT, lambda: KOREAN_TEXT.encode("cp949"), Expected(
        KO, "품질관리 엔지니어",
        [("한결정밀", "품질관리 엔지니어", "2016-04", "2023-09"),
         ("미래산업(주)", "생산관리 사원", "2013-01", "2016-03")],
        [("산들대학교", "기계공학과 학사", "2006-03", "2012-08")],
        ["Minitab", "AutoCAD", "SPC", "6시그마"])),
]  # fmt: skip
