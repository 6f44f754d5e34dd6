import type { TFunction } from "i18next";
import { describe, expect, it, vi } from "vitest";

import {
  ApiError,
  OutdatedPageError,
  UnexpectedAnswerError,
  UnreachableError,
  describeError,
  isTransient,
  toError,
} from "./errors";

const t = ((key: string, options?: { status?: number }) =>
  options?.status ? `${key} ${options.status}` : key) as unknown as TFunction;

describe("toError", () => {
  it("keeps the server's code, words and fields", () => {
    const response = new Response(null, { status: 422, headers: { "X-Error-Id": "4f2a" } });
    const body = { error: "WeakPassword", detail: "더 긴 비밀번호를 써 주세요.", fields: { password: "…" } };
    const error = toError(body, response);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: "WeakPassword", status: 422, fields: ["password"], id: "4f2a" });
    expect(describeError(error, t)).toBe("더 긴 비밀번호를 써 주세요.");
  });

  it("does not take a proxy's page for an error of the API", () => {
    const error = toError("<html>Bad Gateway</html>", new Response(null, { status: 502 }));
    expect(error).toBeInstanceOf(UnexpectedAnswerError);
    expect(describeError(error, t)).toBe("error.unexpectedAnswer 502");
  });

  it("knows an error by the number of its request where it has none of its own", () => {
    const headers = { "X-Request-Id": "9c0d" };
    const body = { error: "EngineFailed", detail: "The engine failed.", fields: {} };
    expect(toError(body, new Response(null, { status: 503, headers }))).toMatchObject({ id: "9c0d" });
    expect(toError("cut off", new Response(null, { status: 500, headers }))).toMatchObject({ id: "9c0d" });
  });

  it("lets an aborted request stay an aborted request", () => {
    const abort = new DOMException("stopped", "AbortError");
    expect(toError(abort)).toBe(abort);
  });
});

describe("describeError", () => {
  it("asks to reload a page that is outdated", () => {
    expect(describeError(new OutdatedPageError(), t)).toBe("error.outdatedPage");
  });

  it("tells a device that is offline from a server that is away", () => {
    const error = toError(new TypeError("Failed to fetch"));
    expect(error).toBeInstanceOf(UnreachableError);
    const onLine = vi.spyOn(navigator, "onLine", "get");
    onLine.mockReturnValue(false);
    expect(describeError(error, t)).toBe("error.offline");
    onLine.mockReturnValue(true);
    expect(describeError(error, t)).toBe("error.unreachable");
  });

  it("does not show the text of a programming error", () => {
    expect(describeError(new TypeError("x is undefined"), t)).toBe("error.unknown");
  });
});

describe("isTransient", () => {
  it("asks again after an outage, never after a refusal", () => {
    const body = { error: "E", detail: "d", fields: {} };
    expect(isTransient(new UnreachableError())).toBe(true);
    expect(isTransient(new ApiError(503, body))).toBe(true);
    expect(isTransient(new ApiError(403, body))).toBe(false);
    expect(isTransient(new UnexpectedAnswerError(500))).toBe(false);
  });
});
