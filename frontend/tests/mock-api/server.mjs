// A stand-in for backend-core, for looking at the pages and testing them without one: the built front end under the
// same content security policy, and the API's answers from data.mjs. `npm run mock`, after `npm run build`.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";

import {
  audit,
  coaching,
  config,
  consents,
  delivery,
  gpu,
  ids,
  interviews,
  numbers,
  people,
  question,
  recoveryCodes,
  report,
  resumes,
  secondFactor,
  sharedReport,
  shares,
  system,
  transcripts,
  unmeasuredReport,
  user,
  variants,
  workers,
} from "./data.mjs";
import { candidates, companies, organisations, postings, review } from "./hiring.mjs";

const DIST = new URL("../../dist/", import.meta.url);
const COOKIE = "visavis_refresh";
const CONTENT_TYPES = /** @type {Record<string, string>} */ ({
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".json": "application/json",
  ".png": "image/png",
  ".webmanifest": "application/manifest+json",
});
const POLICY =
  "default-src 'self'; connect-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; " +
  "style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const messages = /** @type {Record<string, [number, string, string]>} */ ({
  NotSignedIn: [
    401,
    "로그인이 필요합니다. 로그인한 뒤 다시 시도해 주세요.",
    "You need to be signed in. Sign in and try again.",
  ],
  WrongCredentials: [
    401,
    "이메일 또는 비밀번호가 맞지 않습니다. 다시 확인해 주세요.",
    "The e-mail address or the password is not right. Check both and try again.",
  ],
  WrongPassword: [
    403,
    "비밀번호가 맞지 않습니다. 지금 쓰는 비밀번호를 다시 입력해 주세요.",
    "The password is not right. Enter the one that you sign in with.",
  ],
  EmailTaken: [
    409,
    "이 이메일로 이미 가입되어 있습니다. 로그인하거나 비밀번호를 재설정해 주세요.",
    "This e-mail address is registered already. Sign in, or reset the password.",
  ],
  BankTooSmall: [
    409,
    "고른 조건에 맞는 질문이 4개뿐입니다. 질문 수를 줄이거나 조건을 넓혀 주세요.",
    "Only 4 questions fit this choice. Ask for fewer, or widen the choice.",
  ],
  LastAdministrator: [
    409,
    "마지막 관리자는 권한을 내려놓거나 사용을 중지할 수 없습니다. 먼저 다른 사람을 관리자로 지정해 주세요.",
    "The last administrator can neither give up the role nor be deactivated. Make somebody else an administrator first.",
  ],
  PeerAlreadyConnected: [
    409,
    "다른 창에서 이미 이 면접에 연결되어 있습니다. 그 창을 닫은 뒤 다시 연결해 주세요.",
    "This interview is connected in another window. Close that window, then connect again.",
  ],
  NotACorrection: [
    422,
    "들린 말과 너무 다릅니다. 잘못 들린 낱말만 고쳐 주세요.",
    "This differs too much from what was heard. Correct only the words that were misheard.",
  ],
  PdfNotReady: [503, "PDF를 아직 만들고 있습니다.", "The PDF is still being made."],
  ShareRevoked: [
    410,
    "보내 준 분이 공유를 중지했습니다. 더 보고 싶다면 그분께 새 링크를 요청해 주세요.",
    "Whoever sent this link has stopped sharing. If you want to read on, ask them for a new one.",
  ],
  ReportNotReady: [404, "리포트가 아직 준비되지 않았습니다.", "The report is not ready yet."],
  InterviewNotFound: [
    404,
    "면접을 찾을 수 없습니다. 내 면접 목록에서 다시 골라 주세요.",
    "There is no such interview. Choose one from your list.",
  ],
});

/** @typedef {import("node:http").IncomingMessage} Req @typedef {import("node:http").ServerResponse} Res */

/** @param {Res} response @param {unknown} body @param {number} [status] @param {Record<string, string>} [headers] */
function json(response, body, status = 200, headers = {}) {
  response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(body));
}

/** @param {Req} request @param {Res} response @param {string} error */
function fail(request, response, error) {
  const [status, ko, en] = messages[error] ?? [500, error, error];
  const detail = request.headers["accept-language"]?.startsWith("en") ? en : ko;
  json(response, { error, detail, fields: {} }, status);
}

/** @param {Req} request */
async function bodyOf(request) {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
}

/** The token is the e-mail address: whoever has it is that user. @param {Res} response @param {string} email */
function grant(response, email) {
  const cookie = `${COOKIE}=${encodeURIComponent(email)}; HttpOnly; SameSite=Strict; Path=/api`;
  json(response, { access_token: email, token_type: "bearer", expires_in: 900 }, 200, {
    "Set-Cookie": cookie,
  });
}

/** @param {Req} request @param {Res} response @param {string} route */
async function api(request, response, route) {
  if (route === "POST /api/token") {
    const form = new URLSearchParams(await bodyOf(request));
    const email = form.get("username") ?? "";
    return form.get("password") === "wrong-password"
      ? fail(request, response, "WrongCredentials")
      : grant(response, email);
  }
  if (route === "POST /api/register") {
    const { email } = JSON.parse(await bodyOf(request));
    return email.startsWith("taken")
      ? fail(request, response, "EmailTaken")
      : json(response, user(email), 201);
  }
  if (route === "POST /api/token/refresh") {
    const cookie = new RegExp(`${COOKIE}=([^;]+)`).exec(request.headers.cookie ?? "")?.[1];
    return cookie ? grant(response, decodeURIComponent(cookie)) : fail(request, response, "NotSignedIn");
  }
  if (route === "POST /api/logout") {
    return response.writeHead(204, { "Set-Cookie": `${COOKIE}=; Max-Age=0; Path=/api` }).end();
  }

  if (route === "GET /api/config") return json(response, config);
  if (route === "POST /api/page-errors") return response.writeHead(204).end();
  if (route === "GET /api/users/me/export") {
    response.setHeader("Content-Disposition", 'attachment; filename="visavis.zip"');
    // An archive of nothing.
    return response.end(Buffer.concat([Buffer.from("PK\x05\x06"), Buffer.alloc(18)]));
  }

  if (route === "POST /api/shares/open") {
    const { token } = JSON.parse(await bodyOf(request));
    return token.includes("revoked")
      ? fail(request, response, "ShareRevoked")
      : json(response, sharedReport(token));
  }

  const [, corrected] = /^PUT \/api\/interviews\/[^/]+\/transcripts\/(\d+)\/correction$/.exec(route) ?? [];
  if (corrected !== undefined) {
    const { text } = JSON.parse(await bodyOf(request));
    return text.length > 300
      ? fail(request, response, "NotACorrection")
      : json(response, {
          ...transcripts.find(({ turn }) => turn === Number(corrected)),
          text,
          checked: true,
        });
  }

  const email = request.headers.authorization?.replace("Bearer ", "");
  if (!email) return fail(request, response, "NotSignedIn");
  if (route === "GET /api/users/me") return json(response, user(email));
  if (route === "PATCH /api/users/me") {
    const { full_name, preferences = {} } = JSON.parse(await bodyOf(request));
    const me = user(email);
    return json(response, {
      ...me,
      full_name: full_name ?? me.full_name,
      preferences: {
        voice: { ...me.preferences.voice, ...preferences.voice },
        accommodations: { ...me.preferences.accommodations, ...preferences.accommodations },
        room: { ...me.preferences.room, ...preferences.room },
      },
    });
  }
  if (route === "POST /api/users/me/export" || route === "DELETE /api/users/me") {
    const { password } = JSON.parse(await bodyOf(request));
    if (password === "wrong-password") return fail(request, response, "WrongPassword");
    return request.method === "DELETE"
      ? json(response, { id: ids.reported, erased_at: new Date().toISOString() })
      : response.writeHead(204).end();
  }
  if (route === "GET /api/users/me/second-factor")
    return json(response, { is_on: email.startsWith("admin"), recovery_codes_left: 9 });
  if (route === "POST /api/users/me/second-factor") return json(response, secondFactor);
  if (route === "POST /api/users/me/second-factor/confirm") return json(response, recoveryCodes);
  if (route === "GET /api/admin/system") return json(response, system(email));
  if (route === "GET /api/admin/workers") return json(response, workers(email));
  if (route === "GET /api/admin/gpu") return json(response, gpu);
  if (route === "GET /api/admin/numbers") return json(response, numbers);
  if (route === "GET /api/admin/users") return json(response, { people, older: ids.person });
  if (route === "GET /api/admin/audit") return json(response, { entries: audit, older: ids.person });
  if (route.startsWith("PATCH /api/admin/users/")) return fail(request, response, "LastAdministrator");
  if (route === "GET /api/admin/variants") return json(response, variants(email));
  if (route === "GET /api/resumes") return json(response, email.startsWith("new") ? [] : resumes);
  if (route === "GET /api/organisations") return json(response, organisations);
  if (route === "GET /api/companies") return json(response, { companies, next: null });
  if (route === "GET /api/job-postings") return json(response, { postings, next: null });
  if (route === "GET /api/candidates") return json(response, candidates);
  if (/^GET \/api\/organisations\/[^/]+\/objections\/count$/.test(route))
    return json(response, { open: 1, overdue: 0 });
  if (route === "GET /api/invitations") return json(response, { invitations: [], next: null });
  if (route === "GET /api/interviews")
    return json(response, { interviews: email.startsWith("new") ? [] : interviews, next: null });

  if (route === "GET /api/users/me/consents") return json(response, email.startsWith("new") ? [] : consents);
  if (route === "POST /api/users/me/consents") {
    const decision = JSON.parse(await bodyOf(request));
    return json(
      response,
      { ...decision, version: config.consent_version, decided_at: "2026-11-21T01:00:00Z" },
      201,
    );
  }
  if (route === "POST /api/interviews") {
    const { question_count } = JSON.parse(await bodyOf(request));
    return question_count > 4
      ? fail(request, response, "BankTooSmall")
      : json(
          response,
          interviews.find(({ id }) => id === ids.scheduled),
          201,
        );
  }
  if (/^POST \/api\/interviews\/[^/]+\/retries$/.test(route)) {
    return json(
      response,
      interviews.find(({ id }) => id === ids.scheduled),
      201,
    );
  }
  if (/^POST \/api\/(interviews\/[^/]+|training)\/ticket$/.test(route)) {
    return json(response, {
      ticket: "-".repeat(32),
      expires_at: "2026-11-21T01:01:00Z",
      media_url: "/media",
    });
  }

  const [, coached] = /^GET \/api\/interviews\/([^/]+)\/delivery\/coaching$/.exec(route) ?? [];
  if (coached !== undefined) {
    const nothing = { timeline: { step: 1, turns: [] }, practice: { points: [], well: [], unmeasured: {} } };
    return json(response, coached === ids.reported ? coaching : { interview_id: coached, ...nothing });
  }

  if (/^GET \/api\/interviews\/[^/]+\/shares$/.test(route)) return json(response, shares);
  if (/^POST \/api\/interviews\/[^/]+\/shares$/.test(route)) {
    return json(response, { share: shares[0], link: "/shared#scores-words-coaching" }, 201);
  }

  const [, reviewed] = /^GET \/api\/interviews\/([^/]+)\/review$/.exec(route) ?? [];
  const toReview = reviewed === undefined ? null : review(reviewed);
  if (toReview !== null) return json(response, toReview);

  const [, started] = /^POST \/api\/interviews\/([^/]+)\/start$/.exec(route) ?? [];
  const held = interviews.find((one) => one.id === started);
  if (held !== undefined) return json(response, { interview: held, question });

  const [, id, part] = /^GET \/api\/interviews\/([^/]+)(?:\/([\w.]+))?$/.exec(route) ?? [];
  const interview = interviews.find((one) => one.id === id);
  if (interview === undefined) return fail(request, response, "InterviewNotFound");
  if (part === undefined) return json(response, interview);
  if (part === "delivery") {
    const nothing = {
      interview_id: id,
      duration: 0,
      overall: null,
      questions: [],
      observed: [],
      voices: [],
      reason: "no_consent",
    };
    return json(response, id === ids.reported ? delivery : nothing);
  }
  if (part === "report") {
    if (id === ids.reported) return json(response, report);
    return id === ids.unmeasured
      ? json(response, unmeasuredReport)
      : fail(request, response, "ReportNotReady");
  }
  if (part === "transcripts") return json(response, transcripts);
  if (part === "feedback") return json(response, { rating: id === ids.reported ? 4 : null });
  if (part === "report.pdf") return fail(request, response, "PdfNotReady");
  if (part === "events") return streamEvents(response, interview);
  return fail(request, response, "InterviewNotFound");
}

/** There is no media server: every interview is in use elsewhere. @param {Req} request @param {Res} response */
async function offer(request, response) {
  await bodyOf(request);
  fail(request, response, "PeerAlreadyConnected");
}

/** Two answers are evaluated, the third is not; the stream stays open. @param {Res} response @param {{ id: string }} interview */
function streamEvents(response, interview) {
  response.writeHead(200, { "Content-Type": "text/event-stream" });
  response.write(`event: snapshot\ndata: ${JSON.stringify({ interview, sequence: 5 })}\n\n`);
  const payloads = [1, 2, 3]
    .map((turn) => /** @type {object} */ ({ kind: "answer.saved", turn, transcript_id: interview.id }))
    .concat([
      { kind: "answer.evaluated", turn: 1, failed: false },
      { kind: "answer.evaluated", turn: 2, failed: true },
    ]);
  for (const [index, payload] of payloads.entries()) {
    const sequence = index + 1;
    const event = { interview_id: interview.id, sequence, created_at: "2026-11-21T00:12:00Z", payload };
    response.write(
      `id: ${sequence}\nevent: ${/** @type {{ kind: string }} */ (payload).kind}\ndata: ${JSON.stringify(event)}\n\n`,
    );
  }
}

/** @param {Res} response @param {string} path */
async function file(response, path) {
  const isFile = extname(path) !== "";
  try {
    const content = await readFile(new URL(`.${isFile ? path : "/index.html"}`, DIST));
    const type = CONTENT_TYPES[extname(isFile ? path : "index.html")] ?? "application/octet-stream";
    response.writeHead(200, { "Content-Type": type, "Content-Security-Policy": POLICY }).end(content);
  } catch {
    response.writeHead(404).end();
  }
}

/** Starts the server and resolves to its address. @param {number} [port] 0 takes a free one. */
export async function start(port = 0) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const route = `${request.method} ${pathname}`;
    const answer = pathname.startsWith("/api/")
      ? api(request, response, route)
      : route === "POST /media/offer"
        ? offer(request, response)
        : file(response, pathname);
    answer.catch((error) => {
      console.error(error);
      response.writeHead(500).end();
    });
  });
  await new Promise((resolve) => server.listen(port, "localhost", () => resolve(undefined)));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    url: `http://localhost:${address.port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await start(Number(process.env["PORT"] ?? 4173));
  console.log(`mock API and front end at ${url}`);
}
