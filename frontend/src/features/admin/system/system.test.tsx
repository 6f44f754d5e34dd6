import { render, screen, within } from "@testing-library/react";
import { beforeAll, describe, expect, it } from "vitest";

import type { EngineOut, EnginesOut } from "@/client";
import { startI18n } from "@/i18n";
import { loadTexts } from "@/i18n/load";

import { EngineTable } from "./engine-table";
import { Gpu } from "./gpu-section";
import { WorkTable } from "./work-table";
import { Workers } from "./worker-section";

const engine: EngineOut = {
  name: "any",
  languages: ["ko", "en"],
  voices: null,
  unverified: false,
  degraded: false,
};
const engines: EnginesOut = { interviewer: engine, judge: engine, stt: engine, tts: engine, face: engine };
const row = { task: "tasks.evaluator.analyze_answer", queued: 0, running: 0, away: 0, dead: 0, oldest: null };

beforeAll(async () => {
  await startI18n("en");
  await loadTexts("admin");
});

describe("the engines", () => {
  it("say nothing out of the ordinary while all of them answer", () => {
    render(<EngineTable engines={{ ...engines, face: { ...engine, languages: null } }} />);
    expect(screen.getAllByText("In use")).toHaveLength(5);
    expect(screen.queryByText(/did not answer/)).toBeNull();
  });

  it("tell which one is stood in for, and which one is silent", () => {
    const interviewer = { ...engine, name: "remote/llama", degraded: true };
    render(<EngineTable engines={{ ...engines, interviewer, stt: { ...engine, languages: [] } }} />);
    expect(screen.getByRole("row", { name: /Questions/ }).textContent).toContain(
      "The embedded one stands in",
    );
    expect(screen.getByRole("row", { name: /Hearing/ }).textContent).toContain("Does not answer");
    expect(screen.getByText(/check the server at LLM_URL/)).toBeDefined();
  });
});

describe("the work to be done", () => {
  it("is counted by task, and says what to do about what waits or was given up", () => {
    const oldest = "2026-11-21T01:00:00Z";
    render(<WorkTable work={[{ ...row, queued: 1, running: 2, away: 6, dead: 3, oldest }]} />);
    const cells = within(screen.getByRole("row", { name: /Judge answers/ })).getAllByRole("cell");
    expect(cells.slice(0, 4).map((cell) => cell.textContent)).toEqual(["1", "2", "6", "3"]);
    expect(cells[4]?.textContent).toContain("21 November 2026");
    expect(screen.getByText(/6 pieces of work wait for a server/)).toBeDefined();
    expect(screen.getByText(/3 pieces of work were given up/)).toBeDefined();
  });

  it("warns of nothing where it only waits its turn, and names a task that it does not know", () => {
    render(<WorkTable work={[{ ...row, task: "tasks.later", queued: 1 }]} />);
    expect(screen.getByRole("row", { name: /tasks\.later/ })).toBeDefined();
    expect(screen.queryByText(/wait for a server|given up after/)).toBeNull();
  });
});

describe("the workers", () => {
  const queues = [
    { name: "gpu_queue" as const, due: 4, running: 0 },
    { name: "cpu_queue" as const, due: 0, running: 0 },
  ];
  const one = { name: "celery@here", queues: ["cpu_queue"] };

  it("are named at the queues they take work from", () => {
    render(<Workers workers={[one]} queues={queues} />);
    expect(screen.getByRole("row", { name: /cpu_queue celery@here/ })).toBeDefined();
    expect(screen.getByRole("row", { name: /gpu_queue – 4/ })).toBeDefined();
    expect(screen.queryByText(/No worker answers|Redis does not/)).toBeNull();
  });

  it("that do not answer are told from those that are busy, and from a Redis that is away", () => {
    const { rerender } = render(<Workers workers={[]} queues={queues} />);
    expect(screen.getByText("No worker answers")).toBeDefined();
    rerender(<Workers workers={[]} queues={queues.map((queue) => ({ ...queue, running: 1 }))} />);
    expect(screen.getByText(/some work is being done/)).toBeDefined();
    rerender(<Workers workers={null} queues={queues} />);
    expect(screen.getByText(/Redis does not answer/)).toBeDefined();
  });
});

it("tells a GPU that is not used from one that is not there", () => {
  const device = { name: "H200", memory_total_mib: 143_771, memory_free_mib: 102_400 };
  const { rerender } = render(
    <Gpu gpu={{ available: true, enabled: false, devices: [device], engines: [] }} />,
  );
  expect(screen.getByText("The GPU is not used")).toBeDefined();
  expect(screen.getByText("H200 · 100.0 of 140.4 GiB free")).toBeDefined();
  rerender(<Gpu gpu={{ available: false, enabled: true, devices: [], engines: [] }} />);
  expect(screen.getByText("There is no GPU to use")).toBeDefined();
});
