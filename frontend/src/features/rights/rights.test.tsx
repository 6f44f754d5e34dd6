import { render, screen } from "@testing-library/react";
import { beforeAll, describe, expect, it } from "vitest";

import type { GroupFigures, GroupTable } from "@/client";
import { startI18n } from "@/i18n";
import { loadTexts } from "@/i18n/load";

import { Acts } from "./acts";
import { BiasTable } from "./bias-table";
import { Due } from "./due";
import { Promised } from "./promised";

beforeAll(async () => {
  await startI18n("en");
  await loadTexts("rights");
});

const withheld: GroupFigures = {
  group: ["other"],
  decided: null,
  advanced: null,
  selection_rate: null,
  impact_ratio: null,
  why_no_rate: "withheld",
  mean_score: null,
  scored: null,
  why_no_score: "withheld",
  recognition_error: null,
  checked: null,
  why_no_recognition_error: "withheld",
};
const women: GroupFigures = {
  ...withheld,
  group: ["woman"],
  decided: 10,
  advanced: 4,
  selection_rate: { value: 0.4, low: 0.17, high: 0.69 },
  impact_ratio: { value: 0.5, low: 0.22, high: 1.14 },
  why_no_rate: null,
  mean_score: 60,
  scored: 10,
  why_no_score: null,
  why_no_recognition_error: "too_few_checked",
};

describe("the bias audit's table", () => {
  it("gives rates with their intervals, and says what is withheld instead of a number", () => {
    const table: GroupTable = { dimensions: ["gender"], reference: null, groups: [women, withheld] };
    render(<BiasTable table={table} />);
    expect(
      screen.getAllByRole("row", { name: /^Woman 10 4 40% 17%–69% 0.50 0.22–1.14 60 \(10\)/ }),
    ).toHaveLength(1);
    const other = screen.getByRole("row", { name: /^Another gender/ });
    expect(other.textContent).not.toMatch(/\d/);
    expect(other.textContent).toContain("withheld");
  });

  it("names combined groups, and counts those that are withheld instead of a row each", () => {
    const group = ["woman", "asian"];
    const table: GroupTable = {
      dimensions: ["gender", "ethnicity"],
      reference: group,
      groups: [
        { ...women, group },
        { ...withheld, group: ["woman", "white"] },
        { ...withheld, group: ["man", "asian"] },
      ],
    };
    render(<BiasTable table={table} />);
    expect(screen.getByRole("row", { name: /^Woman · Asian reference 10 4 40%/ })).toBeTruthy();
    expect(screen.getAllByRole("row")).toHaveLength(2);
    expect(screen.getByText(/^2 more combinations/)).toBeTruthy();
  });
});

describe("what was promised at acceptance", () => {
  const promise = { accepted_at: "2026-11-17T00:00:00Z", promised_readers: null, shows_answers_live: false };

  it("says how many could read it, and nothing where that was not kept", () => {
    const { rerender } = render(<Promised promise={promise} />);
    expect(screen.getAllByRole("listitem")).toHaveLength(2);
    expect(screen.getByText(/^Nobody reads your answers before the end/)).toBeTruthy();
    rerender(
      <Promised promise={{ ...promise, promised_readers: { reviewer: 2, recruiter: 1, owner: 0 } }} />,
    );
    expect(screen.getByText(/^3 members of the organisation/)).toBeTruthy();
  });
});

describe("a deadline", () => {
  const due_at = "2026-11-17T00:00:00Z";
  const due = (days_left: number | null, answered_at: string | null = null) => {
    const { container } = render(<Due objection={{ due_at, days_left, answered_at }} />);
    return container.textContent;
  };

  it("is named by its last day, and says how long it is until then", () => {
    expect(due(3)).toMatch(/16 Nov 2026 · 3 days left/);
    expect(due(1)).toMatch(/1 day left/);
    expect(due(0)).toBe("Answer due today");
    expect(due(-1)).toMatch(/was due on 16 Nov 2026/);
    expect(due(null, "2026-11-10T09:00:00Z")).toMatch(/Answered on 10 Nov 2026/);
  });
});

describe("who looked at it", () => {
  it("is told by role and in words, also for what has no sentence of its own", () => {
    render(
      <Acts
        acts={[
          { action: "interview.viewed", role: "reviewer", at: "2026-11-02T09:00:00Z" },
          { action: "job.requeued", role: "platform", at: "2026-11-01T09:00:00Z" },
        ]}
      />,
    );
    expect(screen.getAllByRole("row", { name: /A reviewer opened the interview$/ })).toHaveLength(1);
    expect(
      screen.getAllByRole("row", { name: /The platform did something with this interview$/ }),
    ).toHaveLength(1);
  });
});
