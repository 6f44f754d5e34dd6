import { describe, expect, it } from "vitest";

import type { ConsentOut } from "@/client";

import { OutdatedPageError } from "@/lib/errors";

import {
  changedDecisions,
  isOffered,
  purposesOf,
  readDecisions,
  requireShownText,
  TEXT_VERSION,
  withDecision,
} from "./decisions";

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
    expect(readDecisions([])).toEqual({
      transcription: false,
      delivery: false,
      expression: false,
      recording: false,
    });
  });

  it("is each purpose's own", () => {
    expect(readDecisions([consent()])).toEqual({
      transcription: true,
      delivery: false,
      expression: false,
      recording: false,
    });
    expect(readDecisions([consent({ granted: false }), consent({ purpose: "delivery" })])).toEqual({
      transcription: false,
      delivery: true,
      expression: false,
      recording: false,
    });
  });

  it("to an older text does not count", () => {
    expect(readDecisions([consent({ version: "2025-01" })]).transcription).toBe(false);
  });

  it("is sent only where it changes", () => {
    const current = { transcription: true, delivery: false, expression: false, recording: false };
    expect(changedDecisions(current, current)).toEqual([]);
    expect(
      changedDecisions(current, {
        transcription: false,
        delivery: true,
        expression: false,
        recording: false,
      }),
    ).toEqual([
      { purpose: "transcription", granted: false },
      { purpose: "delivery", granted: true },
    ]);
  });

  it("to estimates of expressions builds on the one to measuring delivery", () => {
    const none = { transcription: true, delivery: false, expression: false, recording: false };
    expect(isOffered("expression", none)).toBe(false);
    expect(withDecision(none, "expression", true).expression).toBe(false);
    const both = withDecision(withDecision(none, "delivery", true), "expression", true);
    expect(both).toEqual({ ...none, delivery: true, expression: true });
    expect(withDecision(both, "delivery", false)).toEqual(none);
    expect(purposesOf("screening")).toEqual(["transcription"]);
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
