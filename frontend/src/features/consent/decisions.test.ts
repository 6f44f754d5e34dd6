import { describe, expect, it } from "vitest";

import type { ConsentOut } from "@/client";

import { OutdatedPageError } from "@/lib/errors";

import { changedDecisions, readDecisions, requireShownText, TEXT_VERSION } from "./decisions";

function consent(changes: Partial<ConsentOut> = {}): ConsentOut {
  return {
    purpose: "transcription",
    granted: true,
    version: TEXT_VERSION,
    decided_at: "2026-11-21T06:00:00Z",
    ...changes,
  };
}

describe("consent", () => {
  it("is none where nothing was decided", () => {
    expect(readDecisions([])).toEqual({ transcription: false, delivery: false });
  });

  it("is each purpose's own", () => {
    expect(readDecisions([consent()])).toEqual({ transcription: true, delivery: false });
    expect(readDecisions([consent({ granted: false }), consent({ purpose: "delivery" })])).toEqual({
      transcription: false,
      delivery: true,
    });
  });

  it("to an older text does not count", () => {
    expect(readDecisions([consent({ version: "2025-01" })]).transcription).toBe(false);
  });

  it("is sent only where it changes", () => {
    const current = { transcription: true, delivery: false };
    expect(changedDecisions(current, current)).toEqual([]);
    expect(changedDecisions(current, { transcription: false, delivery: true })).toEqual([
      { purpose: "transcription", granted: false },
      { purpose: "delivery", granted: true },
    ]);
  });

  it("is not taken for a text that the page does not show, but can be withdrawn", () => {
    const granting = [{ purpose: "transcription", granted: true } as const];
    const withdrawing = [{ purpose: "transcription", granted: false } as const];
    expect(() => {
      requireShownText(granting, "2031-01");
    }).toThrow(OutdatedPageError);
    expect(() => {
      requireShownText(withdrawing, "2031-01");
      requireShownText(granting, TEXT_VERSION);
    }).not.toThrow();
  });
});
