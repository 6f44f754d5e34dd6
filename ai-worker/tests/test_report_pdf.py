"""A report as PDF: its text can be read back, its charts are vectors, and nothing said in it breaks it."""

import math
import unicodedata

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from ai_worker.report_pdf.document import render
from ai_worker.report_pdf.radar import HEIGHT, RADIUS, radar
from ai_worker.report_pdf.sheet import Sheet
from ai_worker.report_pdf.texts import IN_SCREENING, TEXTS, figure
from ai_worker.runners import make_runners
from ai_worker.settings import WorkerSettings
from contracts.base import Language, Unmeasured
from contracts.evaluation import MeasuredScore, Stability
from contracts.progress import ReportedPosting
from contracts.speech import CorrectedRun
from contracts.tasks import RENDER_REPORT
from engines.llm.rubric import RubricJudge
from made_reports import as_read, report
from persistence.columns import utc_now
from persistence.interviews import reports
from persistence.tables import Interview, Job, JobState, ReportPdf
from recorded import GOOD
from sqlmodel import select
from test_evaluation import LEASE, run
from test_remarks import FULL, THIN, question


def text_of(data: bytes) -> str:
    """All text, with its white space as single spaces: where lines break is the layout's affair."""
    document = pypdfium2.PdfDocument(data)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())


def kinds_of_objects(data: bytes) -> set[int]:
    return {found.type for page in pypdfium2.PdfDocument(data) for found in page.get_objects()}


@pytest.mark.parametrize("language", list(Language))
def test_a_report_can_be_read_back_and_holds_no_pictures(language):
    before = report([question(1, THIN[language], language)], language)
    newest = report([question(1, FULL[language], language), question(2, THIN[language], language)], language)
    data = render(as_read(newest, [before, before]), language)
    text = text_of(data)
    texts = TEXTS[language]
    remarks = [*newest.strengths, *newest.next_steps]
    for said in (
        FULL[language],
        THIN[language],
        newest.summary,
        newest.answers[0].model_answer,
        texts["not_validated_detail"],
        *(remark.text for remark in remarks),
        *(remark.example for remark in remarks if remark.example),
        *(f"“{remark.quote}”" for remark in remarks if remark.quote),
        texts["this_interview"],
        figure(before.overall.value),
    ):
        assert said in text, said
    assert f"1 / {len(pypdfium2.PdfDocument(data))}" in text
    assert kinds_of_objects(data) == {pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH}
    assert f"/Lang ({'ko-KR' if language is Language.KO else 'en'})".encode() in data
    title = pypdfium2.PdfDocument(data).get_metadata_dict()["Title"]
    assert title.startswith("Visavis · ")
    assert len(list(pypdfium2.PdfDocument(data).get_toc())) > 5


def test_what_a_candidate_put_right_is_told_beside_what_was_heard():
    answered = question(1, THIN[Language.EN], Language.EN)
    first = THIN[Language.EN].split()[0]
    runs = [
        CorrectedRun(start=0, end=len(first), heard="fist"),
        CorrectedRun(start=len(first), end=len(first), heard=" um"),
    ]
    made = as_read(report([answered], Language.EN), [])
    put_right = made.answers[0].model_copy(update={"corrected": runs})
    text = text_of(render(made.model_copy(update={"answers": [put_right]}), Language.EN))
    assert f"Corrected by who answered: “{first}” (heard as “fist”), taken out (heard as “um”)" in text
    assert "Corrected" not in text_of(render(made, Language.EN))


def test_the_documents_own_words_come_in_the_language_asked_for_and_quotes_stay():
    made = as_read(report([question(1, FULL[Language.KO], Language.KO)], Language.KO), [])
    text = text_of(render(made, Language.EN))
    assert TEXTS[Language.EN]["next_steps"] in text
    assert TEXTS[Language.KO]["next_steps"] not in text
    assert FULL[Language.KO] in text
    assert TEXTS[Language.EN]["progress"] not in text  # there is nothing to compare with


@pytest.mark.parametrize("language", list(Language))
def test_of_a_screening_interview_it_names_posting_and_plan_and_teaches_nothing(language):
    made = as_read(report([question(1, THIN[language], language)], language), [])
    posting = ReportedPosting(organisation="Hanbit Works", company="Hanbit", title="Backend engineer")
    answers = [answer.model_copy(update={"model_answer": None}) for answer in made.answers]
    held = {"posting": posting, "plan_version": 3, "answers": answers, "next_steps": []}
    data = render(made.model_copy(update=held), language)
    text = text_of(data)
    for name in posting.model_dump().values():
        assert name in text
    assert posting.title in pypdfium2.PdfDocument(data).get_metadata_dict()["Title"]
    assert IN_SCREENING[language]["held_on"].format(version=3) in text
    assert IN_SCREENING[language]["key_points_left_out"] not in text
    without = text_of(render(made.model_copy(update=held | {"names_key_points": False}), language))
    assert IN_SCREENING[language]["key_points_left_out"] in without
    for key in IN_SCREENING[language].keys() & TEXTS[language].keys() - {"said", "said_spoken"}:
        assert TEXTS[language][key] not in text, key
    assert TEXTS[language]["model_answer"] not in text


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("가" * 3000, id="a word longer than a page is wide"),
        pytest.param("I wrote it\u202e down\u200b 🎉 once and for all to see.", id="what shows nothing"),
        pytest.param(unicodedata.normalize("NFD", FULL[Language.KO]), id="decomposed Hangul"),
        pytest.param("\n\n  \n", id="blank lines"),
        pytest.param("하나 둘 셋 " * 4000, id="many pages"),
    ],
)
def test_nothing_that_is_said_breaks_the_document(said):
    made = as_read(report([question(1, said, Language.KO)], Language.KO), [])
    data = render(made, Language.KO)
    assert TEXTS[Language.KO]["model_answer"] in text_of(data)
    if unicodedata.normalize("NFC", said) == FULL[Language.KO]:
        assert FULL[Language.KO] in text_of(data)


def test_the_log_holds_none_of_the_characters_that_the_font_lacks(caplog):
    with caplog.at_level("DEBUG"):
        render(as_read(report([question(1, "I met ᚠᚢᚦ and 🎉 there.", Language.EN)], Language.EN), []), Language.EN)
    assert "ᚠ" not in caplog.text
    assert "16A0" not in caplog.text.upper()


def test_the_job_keeps_a_pdf_for_as_long_as_it_says_what_the_report_says(interview):
    run(interview, interview.answer(1, GOOD))
    run(interview, interview.finish())
    with interview.database.transaction() as session:
        row = session.get_one(Interview, interview.id)
        row.end_time = utc_now()
        session.add(row)
    with interview.database.transaction() as session:
        asked = reports.read(session, session.get_one(Interview, interview.id), names_key_points=True)
        assert asked
        assert reports.kept_pdf(session, asked, Language.KO) is None
        reports.ask_for_pdf(session, asked, Language.KO)
        reports.ask_for_pdf(session, asked, Language.KO)
        job = session.exec(select(Job).where(Job.interview_id == interview.id, Job.name == RENDER_REPORT.name)).one()
    settings = WorkerSettings.model_construct(job_lease=LEASE)
    make_runners(settings, interview.database, RubricJudge())[RENDER_REPORT.name].run(job.id)
    with interview.database.transaction() as session:
        assert session.get_one(Job, job.id).state is JobState.DONE
        data = reports.kept_pdf(session, asked, Language.KO)
        assert data
        assert GOOD in text_of(data)
        assert reports.kept_pdf(session, asked, Language.EN) is None
        newer = asked.model_copy(update={"created_at": utc_now()})
        assert reports.kept_pdf(session, newer, Language.KO) is None
        reports.ask_for_pdf(session, newer, Language.KO)
        assert session.get_one(Job, job.id, populate_existing=True).state is JobState.QUEUED
        session.delete(session.get_one(Interview, interview.id))
    with interview.database.transaction() as session:
        assert not session.exec(select(ReportPdf).where(ReportPdf.interview_id == interview.id)).all()


class DrawnSheet(Sheet):
    """Remembers its lines in the colour of scores, and its bands."""

    def __init__(self, language: Language) -> None:
        self.lines: list[tuple[float, ...]] = []
        self.bands = 0
        super().__init__(language, TEXTS[language], "", utc_now())

    def line(self, *ends: float) -> None:
        if self.line_width > 0.3:
            self.lines.append(ends)
        super().line(*ends)

    def polygon(self, *given: object, style: str | None = None, **more: object) -> None:
        self.bands += style == "F"
        super().polygon(*given, style=style, **more)


def measured(value: float | None, spread: float | None = None) -> MeasuredScore:
    reason = Unmeasured.NOT_ENOUGH_SAID if value is None else None
    band = Stability(n=3, low=value - spread, high=value + spread) if value is not None and spread is not None else None
    return MeasuredScore(value=value, reason=reason, criteria_measured=1, criteria_total=2, stability=band)


def test_the_radar_has_a_gap_where_nothing_was_measured_and_no_zero():
    sheet = DrawnSheet(Language.EN)
    scores = [measured(80.0, 5), measured(40.0, 5), measured(None), measured(60.0), measured(20.0, 5)]
    radar(sheet, [(f"Axis {number}", score) for number, score in enumerate(scores)])
    assert len(sheet.lines) == 3, "five axes, and two of their sides end at the one that was not measured"
    centre = (sheet.l_margin + sheet.epw / 2, sheet.get_y() - HEIGHT / 2)
    reached = {round(math.dist(centre, end) / RADIUS * 100) for line in sheet.lines for end in (line[:2], line[2:])}
    assert reached == {80, 40, 60, 20}
    assert sheet.bands == 2, "between two scores that were both judged more than once"
    assert text_of(bytes(sheet.output())).count(TEXTS[Language.EN]["unmeasured"]) == 1


@pytest.mark.parametrize("language", list(Language))
def test_what_the_answers_come_to_by_competency_stands_in_figures_too(language):
    made = report([question(1, FULL[language], language), question(2, THIN[language], language)], language)
    assert made.competencies
    text = text_of(render(as_read(made, []), language))
    for competency in made.competencies:
        score = competency.score
        assert TEXTS[language]["basis"].format(measured=score.criteria_measured, total=score.criteria_total) in text
        if competency.name is not None:
            assert competency.name in text
