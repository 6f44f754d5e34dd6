import { describe, expect, it } from "vitest";

import type { ResumeState, ResumeSummary } from "@/client";

import { readiness } from "./readiness";

function resume(state: ResumeState): ResumeSummary {
  return {
    id: "r",
    file_name: "cv.pdf",
    format: "pdf",
    size: 1,
    state,
    error: null,
    language: null,
    target_role: null,
    created_at: "2026-11-01T09:00:00Z",
    read_by: [],
  };
}

describe("accepting with a résumé", () => {
  it("goes without one unless the posting asks for it", () => {
    expect(readiness("none", null)).toBe("ready");
    expect(readiness("optional", null)).toBe("ready");
    expect(readiness("required", null)).toBe("missing");
  });

  it("waits until the chosen one was read, also where none is needed", () => {
    for (const ask of ["optional", "required"] as const) {
      expect(readiness(ask, resume("uploaded"))).toBe("reading");
      expect(readiness(ask, resume("parsing"))).toBe("reading");
      expect(readiness(ask, resume("parsed"))).toBe("ready");
    }
  });

  it("does not go with one that could not be read", () => {
    expect(readiness("optional", resume("failed"))).toBe("failed");
  });
});
