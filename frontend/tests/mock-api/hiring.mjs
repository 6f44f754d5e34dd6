// What the mock API tells those who hire: one organisation, one posting, four candidates and the interview of one.
import { report } from "./data.mjs";

export const organisations = [
  {
    id: "01930000-0000-7000-8000-0000000000f1",
    name: "한빛소프트웨어",
    role: "owner",
    created_at: "2026-10-01T00:00:00Z",
  },
];

const posting = "01930000-0000-7000-8000-0000000000f2";
const title = "백엔드 개발자 (주문·결제 플랫폼)";

export const companies = [
  {
    id: "01930000-0000-7000-8000-0000000000f3",
    organisation_id: organisations[0]?.id,
    name: "한빛소프트웨어",
    about: "",
    ideal_candidate: "",
    created_at: "2026-10-01T00:00:00Z",
    updated_at: "2026-10-01T00:00:00Z",
  },
];

export const postings = [
  {
    id: posting,
    organisation_id: organisations[0]?.id,
    company_id: companies[0]?.id,
    company: "한빛소프트웨어",
    title,
    position: "backend",
    description: "주문과 결제를 다루는 서비스를 함께 만듭니다.",
    competencies: [{ slug: "problem-solving", name: "문제 해결", description: "원인을 재고 고칩니다." }],
    languages: ["ko", "en"],
    question_count: 4,
    difficulty: null,
    follow_ups: 2,
    plan_version: 2,
    state: "open",
    names_key_points: true,
    shows_answers_live: false,
    asks_for_resume: "optional",
    accommodations: { extra_time: true, typed_answers: true },
    retention_days: 180,
    window_opens: null,
    window_closes: null,
    interviews: { scheduled: 2, live: 1, completed: 4 },
    created_at: "2026-10-20T00:00:00Z",
    updated_at: "2026-11-10T00:00:00Z",
  },
];

/** @param {number} number @param {string} name @param {object} [changes] */
function candidate(number, name, changes = {}) {
  return {
    interview_id: `01930000-0000-7000-8000-0000000000b${number}`,
    name,
    email: `candidate-${number}@example.com`,
    job_posting: title,
    job_posting_id: posting,
    language: "ko",
    status: "completed",
    started_at: `2026-11-1${number}T04:30:00Z`,
    completed_at: `2026-11-1${number}T04:52:00Z`,
    judged_on: 2,
    plan_version: 2,
    has_resume: number % 2 === 0,
    must_review_first: false,
    overridden: false,
    decision: null,
    decided_at: null,
    scores: {
      overall: report.overall,
      technical: report.technical,
      communication: report.communication,
      cultural_fit: report.cultural_fit,
    },
    ...changes,
  };
}

export const candidates = {
  candidates: [
    candidate(1, "이서연", { decision: "advance", decided_at: "2026-11-12T02:00:00Z" }),
    candidate(2, "남궁민수프란치스코하비에르", { overridden: true }),
    candidate(3, "Alexandra Featherstonehaugh-Cholmondeley", {
      language: "en",
      must_review_first: true,
      scores: null,
    }),
    candidate(4, "박도윤", { status: "live", completed_at: null, scores: null, judged_on: null }),
  ],
  next: null,
};

/** What the report's answers are asked by: a criterion that was judged tells what it may be given. */
const questions = report.answers.map(({ evaluation, ...answer }, index) => ({
  number: index + 1,
  question: answer.question,
  category: answer.category,
  competency: index === 0 ? "문제 해결" : null,
  criteria: (evaluation?.criteria ?? []).map(({ criterion, name, area, weight }) => ({
    slug: criterion,
    name,
    area,
    weight,
    bands: ["말하지 않음", "이름만 말함", "과정을 말함", "과정과 이유를 말함", "과정, 이유와 결과를 말함"],
    key_points: [],
  })),
  text: answer.text,
  source: answer.source,
  recognizer: answer.source && "whisper",
  corrected: answer.corrected,
  unreliable_reason: answer.unreliable_reason,
  model_answer: answer.model_answer,
  follow_ups: answer.follow_ups,
}));

/** As a member sees it who has given bands of their own; the third interview's are still to be given. @param {string} interviewId */
export function review(interviewId) {
  const shown = candidates.candidates.find(({ interview_id }) => interview_id === interviewId);
  if (shown === undefined) return null;
  const isBlind = shown.must_review_first;
  return {
    interview_id: interviewId,
    candidate: shown.name,
    posting_id: posting,
    posting_title: title,
    position: "backend",
    language: shown.language,
    ended_at: shown.completed_at,
    held_on: 2,
    newest_version: 2,
    plan_version: 2,
    being_judged: false,
    role: "owner",
    questions,
    notes: [{ at: "2026-11-12T01:30:00Z", by: "정하린", text: "장애 대응 경험을 더 물어보면 좋겠습니다." }],
    own: isBlind
      ? null
      : {
          bands: [
            { question: 1, criterion: "diagnosis", band: 4, note: "" },
            { question: 1, criterion: "result", band: 4, note: "숫자로 말함" },
            { question: 1, criterion: "structure", band: 1, note: "" },
            { question: 2, criterion: "situation", band: 2, note: "" },
            { question: 2, criterion: "resolution", band: null, note: "" },
          ],
          is_blind: true,
          plan_version: 2,
          submitted_at: "2026-11-12T01:20:00Z",
          waived_at: null,
          waiver_reason: null,
        },
    opened: isBlind
      ? null
      : {
          as_judged: shown.scores,
          as_overridden: shown.scores,
          has_resume: false,
          judged: report.answers.map(({ evaluation, reason }, index) => ({
            number: index + 1,
            evaluation,
            reason,
          })),
          reviews: [],
          agreement: [],
          overrides: [],
          decisions: [
            {
              at: "2026-11-12T02:00:00Z",
              by: "정하린",
              outcome: "advance",
              reason: "측정하고 고친 과정이 분명합니다.",
            },
          ],
          reevaluations: [],
        },
  };
}

const [open, , blind] = candidates.candidates.map(({ interview_id }) => interview_id);
/** The interviews of those who have given their bands, and who have not. */
export const reviewed = { open, blind };
