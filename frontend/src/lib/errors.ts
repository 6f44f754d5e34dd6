import type { TFunction } from "i18next";

import type { ErrorBody } from "@/client";

/** The API answered with an error of its own. `message` is for the user, in the language of the page. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  /** The error's class name on the server: what code branches on. */
  readonly code: string;
  /** The names of the inputs that are wrong. */
  readonly fields: string[];
  /** What is wrong with each of them: the server's words. */
  readonly problems: Readonly<Record<string, string>>;
  /** The number under which the server's log has it: the error's own, or its request's. */
  readonly id: string | null;

  constructor(status: number, body: ErrorBody, id: string | null = null) {
    super(body.detail);
    this.status = status;
    this.code = body.error;
    this.fields = Object.keys(body.fields);
    this.problems = body.fields;
    this.id = id;
  }
}

/** No answer came: the network, or the server, is away. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
}

/** An answer came that the API would not give: a proxy's page, a body cut short. */
export class UnexpectedAnswerError extends Error {
  override readonly name = "UnexpectedAnswerError";
  readonly status: number;
  /** As of an `ApiError`; null of an answer that came from elsewhere. */
  readonly id: string | null;

  constructor(status: number, id: string | null = null) {
    super(`unexpected answer with status ${status}`);
    this.status = status;
    this.id = id;
  }
}

/** The platform has changed since this page was loaded, in what the page must not get wrong. */
export class OutdatedPageError extends Error {
  override readonly name = "OutdatedPageError";
}

function isErrorBody(value: unknown): value is ErrorBody {
  return (
    typeof value === "object" &&
    value !== null &&
    "error" in value &&
    typeof value.error === "string" &&
    "detail" in value &&
    typeof value.detail === "string"
  );
}

/** The body of a failed answer: JSON where it is, else its text. */
export async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** What a failed request throws: `raw` is the body of the answer, or what fetch threw where none came. */
export function toError(raw: unknown, response?: Response): Error {
  if (raw instanceof DOMException && raw.name === "AbortError") return raw;
  if (raw instanceof ApiError || raw instanceof UnreachableError || raw instanceof UnexpectedAnswerError)
    return raw;
  if (response === undefined) return new UnreachableError("no answer", { cause: raw });
  const id = response.headers.get("X-Error-Id") ?? response.headers.get("X-Request-Id");
  return isErrorBody(raw)
    ? new ApiError(response.status, raw, id)
    : new UnexpectedAnswerError(response.status, id);
}

export function isApiError(error: unknown, code: string): error is ApiError {
  return error instanceof ApiError && error.code === code;
}

/** Whether asking again, unchanged, may help. */
export function isTransient(error: unknown): boolean {
  if (error instanceof UnreachableError) return true;
  if (error instanceof UnexpectedAnswerError) return error.status >= 502;
  return error instanceof ApiError && error.status === 503;
}

/** What went wrong and what to do next, in the user's language. The server's own words are shown as they are. */
export function describeError(error: unknown, t: TFunction): string {
  if (error instanceof ApiError) return error.message;
  if (error instanceof UnreachableError) {
    return navigator.onLine ? t("error.unreachable") : t("error.offline");
  }
  if (error instanceof UnexpectedAnswerError) return t("error.unexpectedAnswer", { status: error.status });
  if (error instanceof OutdatedPageError) return t("error.outdatedPage");
  return t("error.unknown");
}
