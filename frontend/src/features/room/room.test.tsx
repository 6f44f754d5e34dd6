import { act, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import type { AskedQuestion } from "@/client";
import { loadTexts } from "@/i18n/load";

import { Captions } from "./captions";
import { Controls } from "./controls";
import { readDraft } from "./drafts";
import { PreparationTime } from "./preparation-time";
import { Question } from "./question";
import { TypedAnswer } from "./typed-answer";

const question: AskedQuestion = {
  id: "question-1",
  turn: 1,
  number: 1,
  total: 2,
  follow_up: false,
  text: "🙂 속도를 어떻게 높였나요?",
  category: "technical",
  language: "ko",
};

beforeAll(() => loadTexts("room"));
beforeEach(() => {
  sessionStorage.clear();
});

describe("the question", () => {
  const lit = () => [...document.querySelectorAll("[data-lit]")].map((mark) => mark.textContent).join("");

  it("lights as many code points as have sounded", () => {
    const { rerender } = render(<Question id="q" question={question} spoken={0} />);
    expect(lit()).toBe("");
    rerender(<Question id="q" question={question} spoken={5} />);
    expect(lit()).toBe("🙂 속도를");
    rerender(<Question id="q" question={question} spoken={Array.from(question.text).length} />);
    expect(lit()).toBe(question.text);
  });

  it("is there as a whole from the start, in its own language", () => {
    render(<Question id="q" question={question} spoken={0} />);
    expect(document.querySelector("#q")).toHaveProperty("textContent", question.text);
    expect(document.querySelector("#q")?.getAttribute("lang")).toBe("ko");
  });
});

describe("the time to prepare", () => {
  beforeEach(() => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("runs down in sight, and is said at its start and near its end alone", async () => {
    render(<PreparationTime preparation={{ seconds: 90 }} onStart={vi.fn()} />);
    const said = new Set<string | null>();
    for (const shown of ["1:30", "0:30", "0:05", "0:00"]) {
      expect(screen.getByRole("timer").textContent).toBe(shown);
      said.add(screen.getByRole("status").textContent);
      await act(() => vi.advanceTimersByTimeAsync(shown === "1:30" ? 60_000 : 25_000));
    }
    expect([...said]).toEqual(["90 seconds left to prepare.", "10 seconds left to prepare."]);
  });

  it("starts anew when the interviewer gives another", async () => {
    const { rerender } = render(<PreparationTime preparation={{ seconds: 30 }} onStart={vi.fn()} />);
    await act(() => vi.advanceTimersByTimeAsync(20_000));
    rerender(<PreparationTime preparation={{ seconds: 15 }} onStart={vi.fn()} />);
    await act(() => vi.advanceTimersByTimeAsync(1_000));
    expect(screen.getByRole("timer").textContent).toBe("0:14");
  });
});

describe("captions", () => {
  it("read out what has settled, and not what may change", () => {
    const caption = { stable: ["I did", " it"], unstable: " all" };
    render(<Captions caption={caption} language="en" placeholder="…" />);
    expect(screen.getByRole("log").textContent).toBe("I did it");
    expect(document.querySelector("[data-unstable]")?.textContent).toBe(" all");
  });
});

describe("a typed answer", () => {
  function show(changes: Partial<Parameters<typeof TypedAnswer>[0]> = {}) {
    const onSend = vi.fn();
    const form = (next: typeof changes) => (
      <TypedAnswer
        question={question}
        questionId="q"
        heard=""
        canSend
        isSending={false}
        isAskedFor={false}
        onSend={onSend}
        onSpeak={undefined}
        {...changes}
        {...next}
      />
    );
    const { rerender } = render(form({}));
    return {
      onSend,
      change: (next: typeof changes) => {
        rerender(form(next));
      },
    };
  }
  const area = () => screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Your answer" });

  it("is sent by the button, or by Enter with Ctrl or Cmd", async () => {
    const user = userEvent.setup();
    const { onSend } = show();
    await user.type(area(), "One.{Enter}Two.");
    expect(onSend).not.toHaveBeenCalled();
    await user.keyboard("{Control>}{Enter}{/Control}");
    await user.keyboard("{Meta>}{Enter}{/Meta}");
    await user.click(screen.getByRole("button", { name: "Send" }));
    expect(onSend.mock.calls).toEqual([["One.\nTwo."], ["One.\nTwo."], ["One.\nTwo."]]);
  });

  it("is not sent while it is empty, or while nobody takes it", async () => {
    const user = userEvent.setup();
    const { onSend, change } = show();
    await user.type(area(), "  ");
    await user.keyboard("{Control>}{Enter}{/Control}");
    change({ canSend: false });
    await user.type(area(), "Now there is one.");
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(onSend).not.toHaveBeenCalled();
  });

  it("begins with what was heard, because sending replaces it", () => {
    show({ heard: "I did it" });
    expect(area().value).toBe("I did it");
  });

  it("is kept through a reload, for its own question alone", async () => {
    const user = userEvent.setup();
    const { change } = show();
    await user.type(area(), "Half an answ");
    expect(readDraft(question.id)).toBe("Half an answ");
    change({ question: { ...question, id: "question-2" } });
    expect(area().value).toBe("");
    expect(document.activeElement).toBe(area());
  });
});

describe("the controls", () => {
  it("keep a button that can do nothing now where it is, and out of use", async () => {
    const onUse = vi.fn();
    const available = { moment: true, done: false, repeat: true, type: true };
    render(
      <Controls available={available} isHeld={false} hasShortcuts isSticky onUse={onUse} onEnd={vi.fn()} />,
    );
    const group = within(screen.getByRole("group"));
    await userEvent.click(group.getByRole("button", { name: "I'm done" }));
    expect(onUse).not.toHaveBeenCalled();
    await userEvent.click(group.getByRole("button", { name: "I need a moment" }));
    expect(onUse).toHaveBeenCalledWith("moment");
    expect(group.getByRole("button", { name: "Repeat" }).getAttribute("aria-keyshortcuts")).toBe("r");
  });

  it("show that the turn is held", () => {
    const shown = { hasShortcuts: true, isSticky: true, onUse: vi.fn(), onEnd: vi.fn() };
    const { rerender } = render(<Controls available={{ moment: true }} isHeld={false} {...shown} />);
    const moment = screen.getByRole("button", { name: "I need a moment" });
    expect(moment.getAttribute("aria-pressed")).toBe("false");
    rerender(<Controls available={{ moment: false }} isHeld {...shown} />);
    expect(moment.getAttribute("aria-pressed")).toBe("true");
  });

  it("offer only what this interview has", () => {
    render(
      <Controls
        available={{ repeat: true }}
        isHeld={false}
        hasShortcuts
        isSticky
        onUse={vi.fn()}
        onEnd={vi.fn()}
      />,
    );
    const names = screen.getAllByRole("button").map((button) => button.textContent);
    expect(names).toEqual(["Repeatr", "End interview"]);
  });
});
