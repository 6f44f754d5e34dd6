import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import * as api from "@/client";
import type { TranscriptOut } from "@/client";

import { CorrectedRuns } from "./corrected-runs";
import { LastHeard } from "./last-heard";

vi.mock("@/client", async (original) => ({
  ...(await original()),
  readTranscripts: vi.fn(),
  correctAnswer: vi.fn(),
}));
const readTranscripts = vi.mocked(api.readTranscripts);
const correctAnswer = vi.mocked(api.correctAnswer);

const heard: TranscriptOut = {
  id: "answer-1",
  turn: 1,
  speaker: "User",
  text: "we put rabbit in cue",
  corrected: [],
  checked: false,
  correctable: true,
  source: "speech",
  words: [],
  timestamp: "2026-11-22T10:00:00Z",
  unreliable_reason: null,
  sound_troubles: [],
};
const right: TranscriptOut = {
  ...heard,
  text: "we put RabbitMQ",
  checked: true,
  corrected: [{ start: 7, end: 15, heard: "rabbit in cue" }],
};

function show(openTurn = 2) {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const onEditing = vi.fn();
  render(
    <QueryClientProvider client={queryClient}>
      <LastHeard interviewId="interview-1" language="en" openTurn={openTurn} onEditing={onEditing} />
    </QueryClientProvider>,
  );
  return onEditing;
}

const answers = (...rows: TranscriptOut[]) => {
  readTranscripts.mockResolvedValue(rows);
};

describe("the last answer as it was heard", () => {
  beforeEach(() => {
    vi.clearAllMocks();
    answers(heard);
  });

  it("is put right by keyboard, and what counts now is shown", async () => {
    correctAnswer.mockImplementation(() => {
      answers(right);
      return Promise.resolve(right);
    });
    const onEditing = show();
    const user = userEvent.setup();
    (await screen.findByRole("button", { name: "Correct" })).focus();
    await user.keyboard("{Enter}");
    const field = screen.getByRole("textbox", { name: "Your answer, as you said it" });
    expect(document.activeElement).toBe(field);
    await user.clear(field);
    await user.type(field, "we put RabbitMQ");
    await user.tab();
    await user.tab();
    await user.keyboard("{Enter}");
    expect(await screen.findByText("we put RabbitMQ")).toBeTruthy();
    expect(correctAnswer).toHaveBeenCalledWith({
      path: { interview_id: "interview-1", turn: 1 },
      body: { text: "we put RabbitMQ" },
    });
    expect(screen.getByRole("status").textContent).toMatch(/^Corrected/);
    expect(onEditing.mock.calls).toEqual([[true], [false]]);
  });

  it("is confirmed with the words that were heard", async () => {
    const confirmed = { ...heard, checked: true };
    correctAnswer.mockImplementation(() => {
      answers(confirmed);
      return Promise.resolve(confirmed);
    });
    show();
    await userEvent.click(await screen.findByRole("button", { name: "Heard right" }));
    expect(await screen.findByText("You said that this was heard right.")).toBeTruthy();
    expect(correctAnswer.mock.calls[0]?.[0].body).toEqual({ text: heard.text });
    expect(screen.queryByRole("button", { name: "Heard right" })).toBeNull();
  });

  it("keeps what was typed where it is refused, and Escape leaves it as it was", async () => {
    correctAnswer.mockRejectedValue(new Error("refused"));
    show();
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Correct" }));
    await user.type(screen.getByRole("textbox"), " and much more");
    await user.click(screen.getByRole("button", { name: "Keep" }));
    expect(await screen.findByRole("alert")).toBeTruthy();
    expect(screen.getByRole("textbox")).toHaveProperty("value", `${heard.text} and much more`);
    await user.type(screen.getByRole("textbox"), "{Escape}");
    expect(screen.queryByRole("alert")).toBeNull();
    expect(screen.getByText(heard.text)).toBeTruthy();
  });

  it("is not there before it was given, nor where it was typed", async () => {
    answers({ ...heard, source: "typed", correctable: false }, { ...heard, id: "answer-2", turn: 2 });
    show(2);
    await vi.waitFor(() => {
      expect(readTranscripts).toHaveBeenCalled();
    });
    expect(screen.queryByRole("region")).toBeNull();
  });
});

describe("what was corrected", () => {
  it("is told with what was heard, spaces aside and counted in code points", () => {
    const text = "🙂 RabbitMQ works well";
    render(
      <CorrectedRuns
        text={text}
        runs={[
          { start: 2, end: 10, heard: "rabbit in cue" },
          { start: 10, end: 10, heard: " um" },
          { start: 16, end: 17, heard: "  " },
          { start: 16, end: 21, heard: "" },
        ]}
      />,
    );
    expect(screen.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
      "“RabbitMQ”, heard as “rabbit in cue”",
      "left out: heard as “um”",
      "“well”, not heard",
    ]);
  });
});
