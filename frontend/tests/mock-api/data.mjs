// What the mock API answers with: the shapes of the contracts, made up by hand. Spans are computed from their
// quotes and count code points, as the server's do.

/** @typedef {"ko" | "en"} Language */

export const ids = {
  /** Without its last digit. */
  person: "01930000-0000-7000-8000-00000000001",
  candidate: "01930000-0000-7000-8000-000000000001",
  reported: "01930000-0000-7000-8000-0000000000a1",
  waiting: "01930000-0000-7000-8000-0000000000a2",
  live: "01930000-0000-7000-8000-0000000000a3",
  unmeasured: "01930000-0000-7000-8000-0000000000a4",
  cancelled: "01930000-0000-7000-8000-0000000000a5",
  scheduled: "01930000-0000-7000-8000-0000000000a6",
  scheduledKorean: "01930000-0000-7000-8000-0000000000a7",
};

/** @param {string} email */
export function user(email) {
  const role = ["recruiter", "admin"].find((name) => email.startsWith(name)) ?? "candidate";
  return {
    id: ids.candidate,
    email,
    username: "haneul",
    role,
    full_name: "김하늘",
    preferences: {
      voice: { speed: 1.1, volume: 0.8, voice: null },
      accommodations: { patience: 2, prep_seconds: 30, may_interrupt: true },
      room: { hints: false, toured: true },
    },
    created_at: "2026-11-01T09:00:00Z",
  };
}

/** @param {string} id @param {string} status @param {object} [changes] */
function interview(id, status, changes = {}) {
  return {
    id,
    candidate_id: ids.candidate,
    mode: "practice",
    status,
    position: "backend",
    language: "ko",
    question_count: 3,
    scheduled_time: null,
    start_time: "2026-11-20T05:30:00Z",
    end_time: status === "completed" ? "2026-11-20T05:41:12Z" : null,
    created_at: "2026-11-20T05:29:10Z",
    overall_score: null,
    retry_of: null,
    retry_number: null,
    ...changes,
  };
}

/** What `/api/config` says: the embedded engines, which hear English only. */
export const config = {
  version: "0.1.0",
  consent_version: "2026-11",
  mail: "smtp",
  media_url: "/media",
  ice_servers: [],
  engines: {
    stt: { name: "pocketsphinx", languages: ["en"] },
    tts: {
      name: "espeak",
      languages: ["ko", "en"],
      voices: { ko: ["standard", "m1", "f1"], en: ["standard", "m1", "f1"] },
    },
    interviewer: { name: "bank", languages: null },
    judge: { name: "rubric-evaluator", languages: null },
    face: { name: "mediapipe", languages: null },
  },
};

/** Both given, by whoever is not new. */
export const consents = ["transcription", "delivery", "recording"].map((purpose) => ({
  purpose,
  granted: purpose !== "recording",
  version: config.consent_version,
  decided_at: "2026-11-20T05:29:00Z",
}));

export const interviews = [
  interview(ids.live, "live", {
    position: "data",
    created_at: "2026-11-21T01:00:00Z",
    start_time: "2026-11-21T01:02:00Z",
  }),
  interview(ids.scheduled, "scheduled", {
    language: "en",
    created_at: "2026-11-21T00:40:00Z",
    start_time: null,
  }),
  interview(ids.waiting, "completed", { position: "frontend", created_at: "2026-11-21T00:10:00Z" }),
  interview(ids.reported, "completed", { overall_score: 63.4 }),
  interview(ids.unmeasured, "completed", { language: "en", created_at: "2026-11-18T02:00:00Z" }),
  interview(ids.scheduledKorean, "scheduled", {
    position: "product",
    created_at: "2026-11-17T03:00:00Z",
    start_time: null,
  }),
  interview(ids.cancelled, "cancelled", { position: "game-server", created_at: "2026-11-17T02:00:00Z" }),
];

/** @param {string} text @param {string} quote @param {number | null} turn */
function span(text, quote, turn = null) {
  const at = text.indexOf(quote);
  if (at < 0) throw new Error(`the text has no “${quote}”`);
  const start = Array.from(text.slice(0, at)).length;
  return { start, end: start + Array.from(quote).length, quote, turn };
}

const versions = { engine: "bank", model: "rubric-evaluator", prompt: "1", rubric: 1 };
const cacheAnswer =
  "작년에 주문 조회 API가 느리다는 제보를 받았습니다 😅 먼저 추적 도구로 병목을 찾았더니 같은 상품 정보를 요청마다 스무 번씩 조회하고 있었습니다. " +
  "그래서 조회를 한 번으로 묶고 자주 바뀌지 않는 정보는 레디스에 캐시했습니다. 그 결과 응답 시간의 95퍼센타일이 1.8초에서 400밀리초로 줄었습니다 🎉 " +
  "다만 캐시가 오래된 값을 돌려줄 수 있어서, 상품이 바뀔 때 이벤트로 해당 키를 지우도록 했습니다. 팀에는 측정 방법과 결과를 문서로 남겼습니다.";
const followUpAnswer =
  "캐시 서버를 둘로 나누고, 가장 많이 찾는 상품부터 미리 담아 두겠습니다. 부하 테스트로 한계를 먼저 재겠습니다.";
const conflictAnswer =
  "배포 주기를 두고 동료와 의견이 달랐습니다. 저는 매일 배포하자고 했고 동료는 주 1회를 원했습니다. 서로 걱정하는 점을 적어 보니 동료는 되돌리기가 어렵다는 점을 걱정하고 있었습니다.";

/** What is asked in the room, of whoever comes in. */
export const question = {
  id: "01930000-0000-7000-8000-0000000000d1",
  turn: 1,
  number: 1,
  total: 3,
  follow_up: false,
  category: "technical",
  language: "en",
  text: "Tell me about a time when you made a slow API faster. How did you find the cause, and what did you change?",
};

/** @param {number} value */
const scored = (value) => ({ value, reason: null, criteria_measured: 5, criteria_total: 6, stability: null });
const notAsked = {
  value: null,
  reason: "not_asked",
  criteria_measured: 0,
  criteria_total: 0,
  stability: null,
};

/** @param {string} id @param {string} ended_at @param {boolean} comparable @param {number[]} values */
function earlier(id, ended_at, comparable, [overall = 0, technical = 0, communication = 0]) {
  return {
    interview_id: id,
    position: "backend",
    ended_at,
    comparable,
    overall: scored(overall),
    technical: scored(technical),
    communication: scored(communication),
    cultural_fit: notAsked,
  };
}

const lastTime = "2026-11-12T09:20:00Z";
const progress = {
  earlier: [
    earlier("01930000-0000-7000-8000-0000000000b1", "2026-10-01T10:00:00Z", false, [71, 70, 72]),
    earlier("01930000-0000-7000-8000-0000000000b2", "2026-10-20T10:00:00Z", true, [41.7, 50, 31.3]),
    earlier("01930000-0000-7000-8000-0000000000b3", lastTime, true, [55, 60.2, 52.4]),
  ],
  changes: [
    { score: "overall", before: 55, now: 63.4, since: lastTime, within_stability: true },
    { score: "technical", before: 60.2, now: 78.1, since: lastTime, within_stability: false },
    { score: "communication", before: 52.4, now: 50, since: lastTime, within_stability: true },
  ],
  criteria: [
    { criterion: "diagnosis", name: "원인 분석", before: 1.5, now: 3, interviews: 2 },
    { criterion: "result", name: "결과", before: 2.33, now: 4, interviews: 2 },
    { criterion: "structure", name: "구조", before: 2, now: 2, interviews: 1 },
  ],
};

/**
 * @param {object} what @param {number | null} value @param {string | number} why the reason where there is no value,
 * else the lowest score of repeated judging @param {number} [high]
 */
function competency(what, value, why, high) {
  const of = { category: null, criterion: null, name: null, ...what };
  const score =
    value === null
      ? { value, reason: why, criteria_measured: 0, criteria_total: 2, stability: null }
      : { ...scored(value), stability: { low: why, high, n: 5 } };
  return { ...of, score };
}

const { start, end } = span(cacheAnswer, "레디스에 캐시했습니다.");
const corrected = [{ start, end, heard: "내 디스크에 캐쉬 했습니다" }];

export const report = {
  id: "01930000-0000-7000-8000-0000000000c1",
  interview_id: ids.reported,
  posting: null,
  language: "ko",
  position: "backend",
  overall: {
    value: 63.4,
    reason: null,
    criteria_measured: 5,
    criteria_total: 7,
    stability: { low: 58.2, high: 67.1, n: 5 },
  },
  technical: { value: 78.1, reason: null, criteria_measured: 3, criteria_total: 3, stability: null },
  communication: { value: 50, reason: null, criteria_measured: 2, criteria_total: 3, stability: null },
  cultural_fit: {
    value: null,
    reason: "not_enough_said",
    criteria_measured: 0,
    criteria_total: 1,
    stability: null,
  },
  competencies: [
    competency({ category: "technical" }, 87.5, 70, 92),
    competency({ category: "behavioral" }, null, "not_enough_said"),
    competency({ category: "situational" }, 56.3, 43.8, 62.5),
    competency({ category: "cultural_fit" }, 75, 75, 75),
    competency({ criterion: "structure", name: "구조" }, 37.5, 31.3, 50),
    competency({ criterion: "concreteness", name: "구체성" }, 68.8, 56.3, 81.3),
  ],
  summary:
    "느린 API를 개선한 경험을 원인, 조치, 결과의 순서로 분명하게 말했습니다. 갈등을 다룬 답변은 상황까지만 말하고 결론이 없어 평가할 근거가 부족했습니다.",
  strengths: [
    {
      text: "결과를 숫자로 말했습니다.",
      turn: 1,
      turns: [1],
      criterion: "result",
      quote: "응답 시간의 95퍼센타일이 1.8초에서 400밀리초로 줄었습니다",
      example: null,
    },
    {
      text: "추측하지 않고 측정해서 원인을 찾았습니다.",
      turn: 1,
      turns: [1],
      criterion: "diagnosis",
      quote: "추적 도구로 병목을 찾았더니",
      example: null,
    },
  ],
  next_steps: [
    {
      text: "의견이 어떻게 모였고 무엇이 달라졌는지까지 이어서 말해 보세요.",
      turn: 2,
      turns: [2],
      criterion: "resolution",
      quote: null,
      example: "서로의 걱정을 먼저 확인하고, 함께 정한 기준과 그 결과를 말합니다.",
    },
  ],
  answers: [
    {
      turn: 1,
      asked_in: 1,
      question_id: "01930000-0000-7000-8000-0000000000d1",
      bank_question: null,
      question: "느린 API를 개선해 본 경험을 말씀해 주세요. 원인을 어떻게 찾았고, 무엇을 바꾸었나요?",
      category: "technical",
      text: cacheAnswer,
      corrected,
      judged_earlier: false,
      source: "speech",
      unreliable_reason: null,
      sound_troubles: [],
      evaluation: {
        criteria: [
          {
            criterion: "diagnosis",
            name: "원인을 찾는 과정",
            area: "technical",
            weight: 0.4,
            band: 4,
            reason: null,
            evidence: [
              span(cacheAnswer, "추적 도구로 병목을 찾았더니"),
              span(cacheAnswer, "같은 상품 정보를 요청마다 스무 번씩 조회하고 있었습니다"),
            ],
            rationale: "도구로 측정해 반복 조회라는 구체적인 원인을 찾았다고 말했습니다.",
            band_description: "측정 도구와 방법을 들어 원인을 좁혀 간 과정을 설명한다.",
            missing: [],
          },
          {
            criterion: "result",
            name: "조치와 결과",
            area: "technical",
            weight: 0.4,
            band: 3,
            reason: null,
            evidence: [
              span(cacheAnswer, "자주 바뀌지 않는 정보는 레디스에 캐시했습니다"),
              span(cacheAnswer, "응답 시간의 95퍼센타일이 1.8초에서 400밀리초로 줄었습니다"),
              span(followUpAnswer, "부하 테스트로 한계를 먼저 재겠습니다", 2),
            ],
            rationale: "조치와 수치로 된 결과를 말했습니다. 다른 방법과 견준 이유는 말하지 않았습니다.",
            band_description: "조치와 측정된 결과를 함께 말한다.",
            missing: ["다른 방법과 비교한 까닭", "부하가 늘어날 때의 계획"],
          },
          {
            criterion: "structure",
            name: "말의 짜임새",
            area: "communication",
            weight: 0.2,
            band: 0,
            reason: null,
            evidence: [],
            rationale: "요청받은 순서와 다르게 답했습니다.",
            band_description: "흐름을 따라가기 어렵다.",
            missing: ["결론을 먼저 말하기"],
          },
        ],
        score: 81.3,
        reason: null,
        transcript_reliable: true,
        sentiment: 0.2,
        versions,
      },
      reason: null,
      follow_ups: [
        {
          turn: 2,
          question: "부하가 지금의 열 배가 되면 무엇부터 바꾸시겠어요?",
          text: followUpAnswer,
          corrected: [],
          source: "typed",
          recognizer: null,
          unreliable_reason: null,
          sound_troubles: [],
        },
      ],
      evaluation_version: 1,
      model_answer:
        "먼저 추적 도구로 느린 구간을 확인했습니다. 같은 조회가 반복되는 것을 보고 조회를 묶고 캐시를 두었으며, 다른 방법과 비교한 이유와 결과 수치를 함께 말하면 좋습니다.",
    },
    {
      turn: 2,
      asked_in: 3,
      question_id: "01930000-0000-7000-8000-0000000000d2",
      bank_question: null,
      question: "동료와 의견이 달랐던 일을 말씀해 주세요. 어떻게 풀었나요?",
      category: "behavioral",
      text: conflictAnswer,
      corrected: [],
      judged_earlier: false,
      source: "speech",
      unreliable_reason: "embedded_recognizer",
      sound_troubles: ["hum", "noise"],
      evaluation: {
        criteria: [
          {
            criterion: "situation",
            name: "상황 설명",
            area: "communication",
            weight: 0.5,
            band: 2,
            reason: null,
            evidence: [span(conflictAnswer, "배포 주기를 두고 동료와 의견이 달랐습니다")],
            rationale: "무엇을 두고 의견이 달랐는지 분명합니다.",
            band_description: "상황을 알 수 있으나 배경이 짧다.",
            missing: ["왜 중요한 일이었는지"],
          },
          {
            criterion: "resolution",
            name: "풀어 간 과정",
            area: "cultural_fit",
            weight: 0.5,
            band: null,
            reason: "not_enough_said",
            evidence: [],
            rationale: "의견이 어떻게 모였는지 말하지 않아 평가하지 않았습니다.",
            band_description: null,
            missing: ["내가 한 일", "결과"],
          },
        ],
        score: 50,
        reason: null,
        transcript_reliable: false,
        sentiment: null,
        versions,
      },
      reason: null,
      follow_ups: [],
      evaluation_version: 1,
      model_answer: "서로의 걱정을 먼저 확인하고, 함께 정한 기준과 그 결과를 말합니다.",
    },
    {
      turn: 3,
      asked_in: 4,
      question_id: "01930000-0000-7000-8000-0000000000d3",
      bank_question: null,
      question: "새로운 기술을 도입할 때 무엇을 보고 결정하시나요?",
      category: "situational",
      text: "",
      corrected: [],
      judged_earlier: false,
      source: null,
      unreliable_reason: null,
      sound_troubles: [],
      evaluation: null,
      reason: "not_enough_said",
      follow_ups: [],
      evaluation_version: 1,
      model_answer: "문제와 맞는지, 운영할 수 있는지, 되돌릴 수 있는지를 차례로 봅니다.",
    },
  ],
  ended_at: "2026-11-20T05:41:12Z",
  being_made: false,
  names_key_points: true,
  progress,
  evaluator_model: "rubric-evaluator 1",
  validation: "not_validated_for_selection",
  created_at: "2026-11-20T05:42:00Z",
};

/** @param {string} reason */
function notMeasured(reason) {
  return { value: null, reason, criteria_measured: 0, criteria_total: 3, stability: null };
}

/** What was heard of the first two answers. */
export const transcripts = [
  { turn: 1, text: cacheAnswer, corrected, checked: true },
  { turn: 3, text: conflictAnswer, corrected: [], checked: false },
].map((said) => ({
  id: `01930000-0000-7000-8000-0000000000e${said.turn}`,
  speaker: "User",
  source: "speech",
  words: [],
  timestamp: "2026-11-20T05:30:00Z",
  unreliable_reason: null,
  sound_troubles: [],
  correctable: true,
  ...said,
}));

/** What a link shows of it, whose token names the parts: "scores-words-coaching". @param {string} token */
export function sharedReport(token) {
  const has = (/** @type {string} */ part) => token.includes(part);
  const whenScores = (/** @type {unknown} */ value) => (has("scores") ? value : null);
  const remarks = (/** @type {{ quote: string | null }[]} */ all) =>
    has("coaching") ? all.map((remark) => ({ ...remark, quote: has("words") ? remark.quote : null })) : null;
  return {
    name: has("coaching") ? "김하늘" : null,
    parts: ["scores", "words", "coaching"].filter(has),
    expires_at: "2026-11-28T05:41:12Z",
    language: report.language,
    position: report.position,
    ended_at: report.ended_at,
    created_at: report.created_at,
    scores: whenScores(report),
    competencies: whenScores(report.competencies),
    summary: whenScores(report.summary),
    evaluator_model: whenScores(report.evaluator_model),
    strengths: remarks(report.strengths),
    next_steps: remarks(report.next_steps),
    answers: report.answers.map((answer) => ({
      turn: answer.turn,
      question: answer.question,
      category: answer.category,
      text: has("words") ? answer.text : null,
      corrected: has("words") ? answer.corrected : [],
      source: has("words") ? answer.source : null,
      unreliable_reason: has("words") ? answer.unreliable_reason : null,
      follow_ups: has("words") ? answer.follow_ups : [],
      evaluation: answer.evaluation && {
        score: whenScores(answer.evaluation.score),
        summary: null,
        criteria: answer.evaluation.criteria
          .map((judgement) => ({
            criterion: judgement.criterion,
            name: judgement.name,
            band: whenScores(judgement.band),
            reason: whenScores(judgement.reason),
            band_description: whenScores(judgement.band_description),
            rationale: has("scores") && has("words") ? judgement.rationale : "",
            evidence: has("words") ? judgement.evidence : [],
            missing: has("coaching") ? judgement.missing : [],
          }))
          .filter(({ evidence, missing }) => has("scores") || evidence.length + missing.length > 0),
      },
      reason: whenScores(answer.reason),
      model_answer: has("coaching") ? answer.model_answer : null,
    })),
  };
}

/** The links to it. */
export const shares = [
  {
    state: "working",
    parts: ["scores", "words"],
    name: "김하늘",
    opened: 3,
    last_opened_at: "2026-11-21T04:10:00Z",
  },
  { state: "revoked", parts: ["coaching"], name: null, opened: 0, last_opened_at: null },
].map((share, index) => ({
  id: `01930000-0000-7000-8000-0000000000f${index}`,
  created_at: "2026-11-20T08:00:00Z",
  expires_at: "2026-11-27T08:00:00Z",
  ...share,
}));

export const unmeasuredReport = {
  ...report,
  id: "01930000-0000-7000-8000-0000000000c2",
  interview_id: ids.unmeasured,
  language: "en",
  progress: { earlier: [], changes: [], criteria: [] },
  overall: notMeasured("transcript_unreliable"),
  technical: notMeasured("transcript_unreliable"),
  communication: notMeasured("not_enough_said"),
  cultural_fit: notMeasured("not_asked"),
  competencies: [
    competency({ category: "technical" }, null, "transcript_unreliable"),
    competency({ category: "cultural_fit" }, null, "not_asked"),
  ],
  summary: "Nothing could be measured: the recognised words are too unreliable to judge anyone by.",
  strengths: [],
  next_steps: [],
  answers: report.answers.slice(2),
};

/** @param {number} value @param {number} measured */
const measured = (value, measured) => ({ value, measured, reason: null });
/** @param {string} reason @param {number} [share] */
const missing = (reason, share = 0) => ({ value: null, measured: share, reason });

const spoken = {
  language: "ko",
  duration: 96.2,
  speech_duration: 71.4,
  pause_count: 5,
  longest_pause: 1.86,
  pause_share: 0.12,
  words_per_minute: 104,
  syllables_per_minute: 312,
  articulation_rate: 355,
  filler_count: 3,
  loudness_lufs: -27.4,
  loudness_range_lu: 6.2,
  pitch_hz: 187.5,
  pitch_range_semitones: 5.3,
  voiced_share: 0.61,
  unmeasured: {},
};
/** Measures that need enough speech. */
const needy = Object.keys(spoken).slice(Object.keys(spoken).indexOf("words_per_minute"), -1);
const barelySpoken = {
  ...spoken,
  speech_duration: 1.6,
  pause_count: 0,
  longest_pause: 0,
  pause_share: 0,
  ...Object.fromEntries(needy.map((measure) => [measure, null])),
  unmeasured: Object.fromEntries(needy.map((measure) => [measure, "not_enough_said"])),
};

/** What the camera saw over an answer of somebody in plain sight; `changes` are what it saw otherwise. */
const watched = (/** @type {number | null} */ turn, changes = {}) => ({
  turn,
  frames: 1490,
  present: 0.994,
  company: measured(0, 0.994),
  looking: measured(0.81, 0.96),
  yaw: measured(-4.1, 0.994),
  pitch: measured(2.6, 0.994),
  roll: measured(1.2, 0.994),
  turning: measured(3.4, 0.994),
  blinks_per_minute: measured(14.2, 0.95),
  brow: measured(0.09, 0.987),
  jaw: measured(0.04, 0.987),
  lips: measured(0.12, 0.987),
  shoulder_tilt: measured(2.3, 0.97),
  lean: measured(-3, 0.97),
  movement: measured(0.021, 0.97),
  distance: measured(62, 0.994),
  obstacles: { too_dark: 0.02 },
  ...changes,
});

const unwatched = Object.fromEntries(
  ["company", "looking", "yaw", "pitch", "roll", "turning", "blinks_per_minute", "brow", "jaw", "lips"]
    .concat(["shoulder_tilt", "lean", "movement", "distance"])
    .map((name) => [name, missing("not_detected", 0.04)]),
);

/** As engines.delivery makes them of what stands below: measured of a calibrated face, by the published weights. */
export const delivery = {
  weights: { gaze: 0.25, audio: 0.25, posture: 0.2, smile: 0.15, emotion: 0.15 },
  emotion_summary: null,
  expressions: [],
  interview_id: ids.reported,
  duration: 662,
  overall: {
    turn: null,
    gaze: measured(84.3, 0.76),
    audio: measured(84.7, 0.533),
    smile: measured(63, 0.776),
    posture: missing("no_shoulders", 0.596),
    emotion: measured(88.4, 0.764),
    total: measured(81.2, 0.8),
    frames_expected: 3310,
    frames_analysed: 3205,
    frames_with_face: 2655,
  },
  questions: [
    {
      turn: 1,
      gaze: measured(88.6, 0.96),
      audio: measured(99.6, 1),
      smile: measured(66, 0.98),
      posture: measured(86, 0.97),
      emotion: measured(91.2, 0.98),
      total: measured(87.8, 1),
      frames_expected: 1500,
      frames_analysed: 1490,
      frames_with_face: 1490,
    },
    {
      turn: 2,
      gaze: measured(78.4, 0.812),
      audio: measured(60, 0.6),
      smile: measured(59, 0.83),
      posture: missing("no_shoulders", 0.382),
      emotion: measured(84.4, 0.8),
      total: measured(70.1, 0.8),
      frames_expected: 1300,
      frames_analysed: 1210,
      frames_with_face: 1144,
    },
    {
      turn: 3,
      gaze: missing("not_detected", 0.04),
      audio: missing("not_enough_said"),
      smile: missing("not_detected", 0.04),
      posture: missing("not_detected", 0.04),
      emotion: missing("not_detected", 0.04),
      total: missing("not_detected"),
      frames_expected: 510,
      frames_analysed: 505,
      frames_with_face: 21,
    },
  ],
  observed: [
    watched(1),
    watched(2, {
      frames: 1210,
      present: 0.945,
      company: measured(0.08, 0.945),
      looking: measured(0.64, 0.88),
      brow: measured(0.22, 0.86),
      jaw: measured(0.05, 0.86),
      lips: measured(0.11, 0.86),
      shoulder_tilt: missing("no_shoulders", 0.41),
      lean: missing("no_shoulders", 0.41),
      movement: missing("no_shoulders", 0.41),
      obstacles: { eyes_hidden: 0.12, blurred: 0.03 },
    }),
    watched(3, { frames: 505, present: 0.042, obstacles: {}, ...unwatched }),
    watched(null, {
      frames: 3205,
      present: 0.828,
      company: measured(0.034, 0.828),
      looking: measured(0.74, 0.78),
      shoulder_tilt: measured(2.3, 0.615),
      lean: measured(-3, 0.615),
      movement: measured(0.021, 0.615),
    }),
  ],
  voices: [
    { turn: 1, metrics: spoken, transcript_reliable: true },
    {
      turn: 2,
      metrics: {
        ...spoken,
        voiced_share: 0.06,
        loudness_lufs: -44,
        syllables_per_minute: 402,
        pitch_range_semitones: 1.2,
      },
      transcript_reliable: false,
    },
    { turn: 3, metrics: barelySpoken, transcript_reliable: true },
  ],
  reason: null,
};

/** What administrators see: a model's server that is away, or nothing out of the ordinary. @param {string} email */
export function system(email) {
  const queues = ["gpu_queue", "cpu_queue"].map((name) => ({ name, due: 0, running: 0 }));
  if (email.startsWith("admin-new"))
    return { engines: config.engines, work: [], queues, stuck: [], model_server: false };
  const model = "remote/upstage/SOLAR-10.7B-Instruct-v1.0";
  const row = { queued: 0, running: 0, away: 0, dead: 0, oldest: "2026-11-21T00:58:00Z" };
  return {
    engines: {
      ...config.engines,
      interviewer: { name: model, languages: ["ko", "en"], degraded: true },
      judge: { name: model, languages: ["ko", "en"] },
      stt: { name: "remote", languages: [] },
    },
    work: [
      { ...row, task: "tasks.evaluator.analyze_answer", away: 6 },
      { ...row, task: "tasks.evaluator.generate_final_report", queued: 2 },
      { ...row, task: "tasks.resume.parse", queued: 1, running: 1, dead: 1 },
    ],
    queues: [
      { name: "gpu_queue", due: 8, running: 0 },
      { name: "cpu_queue", due: 1, running: 1 },
    ],
    stuck: [
      { task: "tasks.resume.parse", state: "dead", attempts: 5, error: "ResumeReadingFailed" },
      { task: "tasks.evaluator.generate_final_report", state: "queued", attempts: 0, error: null },
    ].map((job, at) => ({ ...job, id: `${ids.person}${at}`, created_at: "2026-11-21T00:50:00Z" })),
    model_server: true,
  };
}

/** One worker for one of the queues, or nobody. @param {string} email */
export function workers(email) {
  return {
    workers: email.startsWith("admin-new") ? [] : [{ name: "celery@ai-worker-1", queues: ["cpu_queue"] }],
  };
}

export const gpu = {
  available: true,
  enabled: true,
  devices: [{ name: "NVIDIA H200", memory_total_mib: 143771, memory_free_mib: 98304 }],
  engines: ["whisper", "supertonic"],
};

const names = ["김하늘", "Grace Okafor", "이서준", "박지우", "Mateo Fernández", "정민서"];
/** @type {Record<string, unknown>[]} */
export const people = names.map((full_name, at) => ({
  id: `${ids.person}${at}`,
  email: `person-${at}@example.com`,
  full_name,
  role: ["admin", "recruiter", "candidate"][Math.min(at, 2)],
  created_at: `2026-11-${20 - at}T09:00:00Z`,
  second_factor: at === 0,
  deactivated_at: at === 4 ? "2026-11-20T10:00:00Z" : null,
}));

export const secondFactor = {
  secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
  uri: "otpauth://totp/Visavis:haneul%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Visavis",
};

export const recoveryCodes = {
  codes: Array.from({ length: 10 }, (_, at) => `kp7m${"abcdefghjk"[at]}-2qx9${"mnpqrstuvw"[at]}`),
};

/** @param {number} at @param {string} action @param {object} subject @param {object} [details] @param {object} [actor] */
function audited(at, action, subject, details = {}, actor = {}) {
  return {
    id: `01930000-0000-7000-8000-0000000000d${at}`,
    at: `2026-11-21T0${9 - at}:12:00Z`,
    actor: { id: `${ids.person}0`, role: "admin", name: "김하늘", ...actor },
    organisation_id: null,
    action,
    subject: { id: `${ids.person}${at}`, name: null, ...subject },
    details,
  };
}

export const audit = [
  audited(
    0,
    "user.role_changed",
    { kind: "user", name: "Grace Okafor" },
    { from: "candidate", to: "recruiter" },
  ),
  audited(1, "user.deactivated", { kind: "user", name: "Mateo Fernández" }),
  audited(
    2,
    "report.viewed",
    { kind: "interview", name: "이서준" },
    {},
    { name: "Grace Okafor", role: "recruiter" },
  ),
  audited(3, "gpu.toggled", { kind: "model_server", id: null }, { enabled: false }),
  audited(4, "job.requeued", { kind: "job", name: "tasks.resume.parse" }),
  audited(5, "decision.made", { kind: "interview" }, {}, { name: null, role: "recruiter" }),
  audited(6, "audit.exported", { kind: "audit_log", id: null }),
  audited(7, "user.reactivated", { kind: "user" }, {}, { id: null, name: null, role: "platform" }),
];

/** @param {number | null} value @param {number} n @param {string | null} [reason] */
const figure = (value, n, reason = null) => ({ value, n, reason });
const nothing = figure(null, 0, "none_yet");
const weeks = [3, 8, 5, 0, 12, 20, 17, 9, 14, 31, 26, 11].map((started, at) => ({
  begins: new Date(Date.UTC(2026, 7, 31 + 7 * at)).toISOString(),
  started,
  completed: Math.floor(started * 0.8),
}));

export const numbers = {
  modes: [
    {
      mode: "practice",
      weeks,
      completed: figure(0.79, 156),
      length: figure(14.37, 124),
      score: figure(61.28, 118),
      satisfaction: figure(4.1, 60),
      ratings: [2, 4, 9, 20, 25],
    },
    {
      mode: "screening",
      weeks: weeks.map(({ begins }) => ({ begins, started: 0, completed: 0 })),
      completed: nothing,
      length: nothing,
      score: figure(null, 3, "too_few"),
      satisfaction: nothing,
      ratings: null,
    },
  ],
};

/** What administrators see: three judges compared, or the embedded one alone. @param {string} email */
export function variants(email) {
  const embedded = { name: null, judge: "rubric", prompt: null, share: 1, failures: 0 };
  if (email.startsWith("admin-new")) return { configured: [embedded], judges: [], questions: [] };
  const judge = {
    engine: "remote",
    model: "upstage/SOLAR-10.7B-Instruct-v1.0",
    judgements: 318,
    interviews: 64,
    score: { value: 61.4, n: 301 },
    bands: [41, 118, 240, 197, 66],
    abstentions: { model_failed: 0.021, not_enough_said: 0.064 },
    flags: { invented_quote: 9, no_evidence: 5 },
    stability_width: { value: 7.25, n: 301 },
    tokens: { value: 1834.2, n: 318 },
    seconds: { value: 6.42, n: 318 },
  };
  return {
    configured: [
      {
        ...embedded,
        name: "whole",
        judge: "remote/solar-10.7b",
        prompt: "analytic",
        share: 0.6,
        failures: 2,
      },
      {
        ...embedded,
        name: "by-list",
        judge: "remote/solar-10.7b",
        prompt: "checklist",
        share: 0.2,
        failures: 0,
      },
      { ...embedded, name: "embedded", share: 0.2 },
    ],
    judges: [
      { ...judge, variant: "whole", prompt: "analytic-1@5d21c0aa" },
      {
        ...judge,
        variant: "by-list",
        prompt: "checklist-1@77e0b1f2",
        judgements: 96,
        interviews: 20,
        score: { value: 57.9, n: 95 },
        bands: [22, 51, 60, 49, 12],
        abstentions: { off_language: 0.01 },
        flags: {},
        stability_width: { value: 11.5, n: 95 },
      },
      {
        ...judge,
        variant: "embedded",
        engine: "rubric",
        model: "visavis-rubric-1",
        prompt: "none",
        judgements: 1,
        interviews: 1,
        score: { value: null, n: 0 },
        bands: [0, 0, 0, 0, 0],
        abstentions: { transcript_unreliable: 1 },
        flags: {},
        stability_width: { value: null, n: 0 },
        tokens: { value: null, n: 0 },
        seconds: { value: 0.02, n: 1 },
      },
    ],
    questions: [
      {
        variant: null,
        engine: "remote",
        model: "meta-llama/Llama-3.1-8B-Instruct",
        prompt: "ask-1@a90f13e7",
        interviews: 64,
        asked: 188,
        follow_ups: 121,
        failures: 3,
      },
    ],
  };
}

export const resumes = [
  {
    id: "01936d5e-7c1a-7000-8000-0000000000a1",
    file_name: "이력서_2026_백엔드.pdf",
    format: "pdf",
    size: 182_331,
    state: "parsed",
    error: null,
    language: "ko",
    target_role: "백엔드 개발자",
    created_at: "2026-09-01T09:00:00Z",
  },
];

/** @param {number} count @param {(step: number) => number | null} value */
const lane = (count, value) => Array.from({ length: count }, (_, step) => value(step));
/** @param {number} value */
const unit = (value) => Math.round(Math.min(Math.max(value, 0), 1) * 1_000) / 1_000;

export const coaching = {
  interview_id: ids.reported,
  timeline: {
    step: 2,
    turns: [
      {
        turn: 1,
        clock: "answer",
        seconds: 118,
        gaze: lane(59, (step) => (step > 20 && step < 27 ? null : unit(0.8 + 0.3 * Math.sin(step / 3)))),
        smile: lane(59, (step) => (step > 20 && step < 27 ? null : unit(0.4 * Math.sin(step / 5)))),
        tension: lane(59, (step) => (step > 20 && step < 27 ? null : unit(0.15 + 0.1 * Math.sin(step / 4)))),
        speech: [
          { start: 1.2, end: 24 },
          { start: 26.5, end: 71 },
          { start: 74, end: 116.4 },
        ],
        pauses: [
          { start: 24, end: 26.5 },
          { start: 71, end: 74 },
        ],
      },
      {
        turn: 2,
        clock: "question",
        seconds: 46,
        gaze: lane(23, (step) => unit(0.5 + 0.5 * Math.cos(step / 4))),
        smile: lane(23, () => 0.1),
        tension: lane(23, (step) => unit(step / 40)),
        speech: null,
        pauses: null,
      },
    ],
  },
  practice: {
    points: [
      { habit: "whispering", figure: 0.34, turn: 2, turn_figure: 0.06, at: null, language: "ko" },
      { habit: "monotonous", figure: 3.25, turn: 2, turn_figure: 1.2, at: null, language: "ko" },
      { habit: "not_smiling", figure: 0.21, turn: 2, turn_figure: 0.12, at: 30, language: null },
    ],
    well: ["tension", "pauses"],
    unmeasured: { posture: "no_shoulders", pace: "transcript_unreliable", fillers: "transcript_unreliable" },
  },
};
