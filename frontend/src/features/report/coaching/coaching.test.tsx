import { act, fireEvent, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, describe, expect, it, vi } from "vitest";

import type { Practice, RecordingOut, ReportedAnswer, TimelineTurn, TranscriptOut } from "@/client";
import { loadTexts } from "@/i18n/load";

import { Playhead } from "../playback/playhead";
import { quoteAt } from "./heard-words";
import { gaps, lanePath, momentAt } from "./lanes";
import { PracticeCard } from "./practice-card";
import { TimelineCard } from "./timeline-card";

beforeAll(() => loadTexts("report", "coaching"));

const turn: TimelineTurn = {
  turn: 1,
  clock: "answer",
  seconds: 4,
  gaze: [1, 0.5, null, 0],
  smile: [0, 0, null, 0],
  tension: [null, null, null, null],
  speech: [{ start: 0.5, end: 2 }],
  pauses: [{ start: 2, end: 3 }],
};

describe("a lane", () => {
  it("breaks where nothing is known, and shows a single step between two gaps", () => {
    expect(lanePath([1, 0.5, null, 0, null])).toBe("M0 0H1V0.5H2M3 1H4");
    expect(gaps([1, null, null, 0, null])).toEqual([
      { from: 1, to: 3 },
      { from: 4, to: 5 },
    ]);
  });

  it("knows its moment, and what it does not know of it", () => {
    expect(momentAt(turn, 1, 1)).toEqual({ gaze: 0.5, smile: 0, tension: null, voice: "speaking" });
    expect(momentAt(turn, 1, 2)).toEqual({ gaze: null, smile: null, tension: null, voice: "pause" });
    expect(momentAt({ ...turn, speech: null, pauses: null }, 1, 3).voice).toBe("unknown");
  });
});

describe("the timeline", () => {
  const show = (changes: Partial<TimelineTurn> = {}, recordings: RecordingOut[] = []) => {
    const onMoment = vi.fn();
    const playhead = new Playhead();
    render(
      <TimelineCard
        timeline={{ step: 1, turns: [{ ...turn, ...changes }] }}
        answers={[]}
        recordings={recordings}
        playhead={playhead}
        onMoment={onMoment}
      />,
    );
    return { onMoment, playhead, slider: screen.getByRole("slider", { name: "Question 1: moment" }) };
  };

  it("is read and walked by keyboard, and goes to what was said there", async () => {
    const { onMoment, slider } = show();
    const user = userEvent.setup();
    slider.focus();
    expect(slider.getAttribute("aria-valuetext")).toBe(
      "0:00: gaze 100%, smile 0%, tension not known, speech: silent",
    );
    await user.keyboard("{ArrowRight}{ArrowRight}");
    expect(slider.getAttribute("aria-valuetext")).toBe(
      "0:02: gaze not known, smile not known, tension not known, speech: pause",
    );
    await user.keyboard("{End}{ArrowRight}{Enter}");
    expect(slider.getAttribute("aria-valuenow")).toBe("3");
    await user.click(screen.getByRole("button", { name: "Read the words at 0:03" }));
    expect(onMoment.mock.calls).toEqual([
      [1, 3],
      [1, 3],
    ]);
  });

  it("follows the recording of its own question, and offers to play it", () => {
    const recorded = { turn: 1, clock: [{ heard: 0, at: 2, error: 0 }] } as RecordingOut;
    const { playhead, slider } = show({}, [recorded]);
    const goesTo = (turn: number, second: number) => {
      act(() => {
        playhead.move(turn, second);
      });
      return slider.getAttribute("aria-valuenow");
    };
    expect([goesTo(1, -2), goesTo(1, 2.7), goesTo(2, 0.5), goesTo(1, 60)]).toEqual(["0", "2", "2", "3"]);
    expect(screen.getByRole("button", { name: "Play from 0:03" })).toBeTruthy();
  });

  it("goes nowhere where no words are timed, and says so", () => {
    const { onMoment, slider } = show({ clock: "question", speech: null, pauses: null });
    fireEvent.keyDown(slider, { key: "Enter" });
    expect(onMoment).not.toHaveBeenCalled();
    expect(screen.queryByRole("button")).toBeNull();
    expect(screen.getByText(/Nothing was heard of this answer/)).toBeTruthy();
  });

  it("is there as a table, too", async () => {
    show();
    await userEvent.click(screen.getByText("As a table"));
    const rows = within(await screen.findByRole("table")).getAllByRole("row");
    expect(rows.map(({ textContent }) => textContent)).toEqual([
      "TimeGazeSmileTensionSpeech",
      "0:00100%0%not knownsilent",
      "0:0150%0%not knownspeaking",
      "0:02not knownnot knownnot knownpause",
      "0:030%0%not knownsilent",
    ]);
  });
});

describe("what to practise", () => {
  const practice: Practice = {
    points: [
      { habit: "looking_away", figure: 0.42, turn: 2, turn_figure: 0.1, at: 34.2, language: null },
      { habit: "too_fast", figure: 195, turn: 1, turn_figure: 230.4, at: null, language: "en" },
    ],
    well: ["pauses", "fillers"],
    unmeasured: { smile: "not_calibrated", tension: "not_calibrated", melody: "not_voiced" },
  };

  it("has a figure, the place where it showed most, and an exercise", async () => {
    const onMoment = vi.fn();
    render(<PracticeCard practice={practice} answers={[]} onMoment={onMoment} />);
    const [gaze, pace] = screen.getAllByRole("listitem");
    expect(gaze?.textContent).toContain(
      "You looked at the camera 42% of the time, least in Question 2: 10%.",
    );
    expect(gaze?.textContent).toContain("Put a small mark beside the lens.");
    expect(pace?.textContent).toContain(
      "You spoke at 195 words a minute, fastest in Question 1: 230 words a minute.",
    );
    await userEvent.click(screen.getByRole("button", { name: "Show Question 2 from 0:34" }));
    expect(onMoment).toHaveBeenCalledExactlyOnceWith(2, 34.2);
  });

  it("says why there are fewer than three", () => {
    render(<PracticeCard practice={practice} answers={[]} onMoment={vi.fn()} />);
    expect(screen.getByText(/fewer than three/)).toBeTruthy();
    expect(screen.getByText("Fine as it is: pauses and fillers.")).toBeTruthy();
    expect(screen.getByText("Not judged: smile and tension. No calibration was done.")).toBeTruthy();
    expect(screen.getByText("Not judged: melody. The voice had no clear pitch.")).toBeTruthy();
  });
});

describe("the words at a second", () => {
  const transcript = {
    turn: 2,
    speaker: "User",
    text: "It 🙂 halved the time.",
    words: [
      { text: "it", start: 1, end: 1.2, span: [0, 2] },
      { text: "uh", start: 1.4, end: 1.5, span: null },
      { text: "halved", start: 2, end: 2.5, span: [5, 11] },
      { text: "the", start: 2.6, end: 2.7, span: [12, 15] },
      { text: "time", start: 2.7, end: 3, span: [16, 20] },
    ],
  } as unknown as TranscriptOut;
  const answer = { turn: 1, asked_in: 1, follow_ups: [{ turn: 2 }] } as unknown as ReportedAnswer;

  it("are a quote of the answer that they are in", () => {
    expect(quoteAt(2, 2.2, [answer], [transcript])).toMatchObject({
      turn: 1,
      followUp: 2,
      start: 5,
      end: 20,
      text: "halved the time",
    });
    expect(quoteAt(2, 0, [answer], [transcript])?.text).toBe("It 🙂 halved the time");
    expect(quoteAt(3, 0, [answer], [transcript])).toBeNull();
  });
});
