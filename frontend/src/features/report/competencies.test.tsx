import { render, screen, within } from "@testing-library/react";
import { beforeAll, describe, expect, it } from "vitest";

import type { MeasuredCompetency, MeasuredScore } from "@/client";
import { loadTexts } from "@/i18n/load";

import { Competencies } from "./competencies";
import { Measured, type RadarAxis } from "./competency-radar";

function score(value: number | null): MeasuredScore {
  return {
    value,
    reason: value === null ? "not_asked" : null,
    criteria_measured: value === null ? 0 : 2,
    criteria_total: 2,
    stability: value === null ? null : { low: value - 10, high: value + 10, n: 3 },
  };
}

function competencies(...values: (number | null)[]): MeasuredCompetency[] {
  return values.map((value, index) => ({
    category: null,
    criterion: `criterion-${index}`,
    name: `Criterion ${index}`,
    score: score(value),
  }));
}

beforeAll(() => loadTexts("report"));

describe("competencies", () => {
  it("say what was not measured in words, with the reason and no figure", () => {
    render(<Competencies competencies={competencies(50, 60, 70, null)} language="en" />);

    const row = screen.getByRole("row", { name: /Criterion 3/ });
    within(row).getByText("Not measured");
    expect(row.textContent).toContain("0 of 2");
    expect(row.textContent).not.toContain("times");
    expect(screen.getByRole("row", { name: /Criterion 0/ }).textContent).toContain("3 times, 40–60");
  });

  it("are a table alone where too little was measured for a radar", () => {
    render(<Competencies competencies={competencies(50, 60, null, null)} language="en" />);

    screen.getByText(/Fewer than three competencies/);
    expect(screen.getAllByRole("row")).toHaveLength(5);
  });

  it("are left out of a report that has none", () => {
    const { container } = render(<Competencies competencies={[]} language="en" />);

    expect(container.innerHTML).toBe("");
  });
});

describe("the radar", () => {
  const axis = (name: string, value: number | null): RadarAxis => ({
    name,
    value,
    range: value === null ? null : { low: value - 10, high: value + 10 },
    unmeasured: "Not measured",
  });
  const ends = [
    { x: 100, y: 0, cx: 100, cy: 100 },
    { x: 200, y: 100, cx: 100, cy: 100 },
    { x: 100, y: 200, cx: 100, cy: 100 },
    { x: 0, y: 100, cx: 100, cy: 100 },
  ];

  it("leaves a gap on both sides of what was not measured, which is no zero", () => {
    const axes = [axis("a", 50), axis("b", null), axis("c", 100), axis("d", 20)];
    const { container } = render(
      <svg>
        <Measured axes={axes} ends={ends} />
      </svg>,
    );

    const lines = [...container.querySelectorAll("[data-line]")];
    expect(lines.map((line) => line.getAttribute("data-line"))).toEqual(["c", "d"]);
    expect(lines.map((line) => line.getAttribute("points"))).toEqual(["100,200 80,100", "80,100 100,50"]);
    expect(container.querySelectorAll("[data-band]")).toHaveLength(2);
    expect(container.querySelectorAll("circle")).toHaveLength(3);
  });
});
