import { render, screen } from "@testing-library/react";
import { beforeAll, describe, expect, it } from "vitest";

import type { Delivery, DeliveryMeasureOutput, ExpressionSummary, SpeechMetricsOutput } from "@/client";
import { loadTexts } from "@/i18n/load";

import { DeliveryTable } from "./delivery-section";
import { ExpressionTable } from "./expression-table";
import { VoiceTable } from "./voice-table";

beforeAll(() => loadTexts("report"));

describe("the delivery table", () => {
  const measured: DeliveryMeasureOutput = { value: 71.6, measured: 0.999, reason: null };
  const missing: DeliveryMeasureOutput = { value: null, measured: 0, reason: "not_detected" };
  const delivery: Delivery = {
    interview_id: "01930000-0000-7000-8000-0000000000a1",
    duration: 60,
    overall: null,
    questions: [
      {
        turn: 1,
        gaze: measured,
        audio: measured,
        smile: missing,
        posture: measured,
        emotion: missing,
        total: measured,
        frames_expected: 300,
        frames_analysed: 299,
        frames_with_face: 299,
      },
    ],
    observed: [],
    weights: { gaze: 0.3, audio: 0.25, posture: 0.15, smile: 0.15, emotion: 0.15 },
    emotion_summary: null,
    expressions: [],
    voices: [],
    reason: null,
  };

  it("says how much of the total each measure is", () => {
    render(<DeliveryTable delivery={delivery} answers={[]} />);
    expect(screen.getByText(/The total is gaze 30%, voice 25%, posture 15%/)).toBeTruthy();
  });

  it("shows values with the share they rest on, and words where nothing was measured", () => {
    render(<DeliveryTable delivery={delivery} answers={[]} />);
    expect(screen.getAllByText("72")).toHaveLength(4);
    expect(screen.getAllByText("99% measured")).toHaveLength(4);
    expect(screen.getAllByText("No face was found")).toHaveLength(2);
  });

  it("says that and why there is none", () => {
    render(<DeliveryTable delivery={{ ...delivery, questions: [], reason: "no_consent" }} answers={[]} />);
    expect(screen.getByText(/Delivery was not measured/)).toBeTruthy();
    expect(screen.getByText("You did not consent to this")).toBeTruthy();
  });
});

describe("the table of what a face looked like", () => {
  const shares = { happy: 0.62, sad: 0, angry: 0.08, fear: 0, surprise: 0, disgust: 0, neutral: 0.3 };
  const estimated: ExpressionSummary = {
    turn: 1,
    mean: { shares, confidence: "low", count: 9 },
    expected: 10,
    measured: 0.9,
    reason: null,
  };
  const unknown: ExpressionSummary = {
    turn: 2,
    mean: null,
    expected: 10,
    measured: 0.3,
    reason: "model_failed",
  };

  it("shows shares with their confidence, and says unknown where there are too few", () => {
    render(
      <ExpressionTable overall={{ ...unknown, turn: null }} questions={[estimated, unknown]} answers={[]} />,
    );
    const [, first, second, overall] = screen.getAllByRole("row");
    expect(first?.textContent).toContain("62%30%0%0%8%0%0%Hardly90% measured");
    for (const row of [second, overall]) {
      expect(row?.textContent).toMatch(/Unknown: .*30% measured/);
      expect(row?.textContent).not.toContain("0%0%");
    }
  });
});

describe("the voice table", () => {
  const metrics: SpeechMetricsOutput = {
    language: "en",
    duration: 30,
    speech_duration: 24,
    pause_count: 1,
    longest_pause: 1.84,
    pause_share: 0.1,
    words_per_minute: 182.4,
    syllables_per_minute: 260,
    articulation_rate: 290,
    filler_count: 2,
    loudness_lufs: -34.2,
    loudness_range_lu: 5,
    pitch_hz: 118,
    pitch_range_semitones: 6.1,
    voiced_share: 0.62,
    unmeasured: {},
  };

  function show(changes: Partial<SpeechMetricsOutput>, transcript_reliable = true) {
    const voice = { turn: 1, metrics: { ...metrics, ...changes }, transcript_reliable };
    render(<VoiceTable voices={[voice]} answers={[]} />);
  }

  it("says what was measured in words, and the figures behind them", () => {
    show({});
    for (const text of [
      "Fast",
      "182 words a minute",
      "1 pause",
      "the longest 1.8 s",
      "2 fillers",
      "Clear",
      "-34.2 LUFS, varying by 5 LU, 62% voiced",
      "Lively",
      "6.1 semitones around 118 Hz",
    ]) {
      expect(screen.getByText(text)).toBeTruthy();
    }
  });

  it("counts a Korean answer in syllables", () => {
    show({ language: "ko" });
    expect(screen.getByText("Easy to follow")).toBeTruthy();
    expect(screen.getByText("260 syllables a minute")).toBeTruthy();
  });

  it("gives the reason where there is no figure, and no number", () => {
    show({
      words_per_minute: null,
      pitch_hz: null,
      pitch_range_semitones: null,
      unmeasured: {
        words_per_minute: "not_enough_said",
        pitch_hz: "not_voiced",
        pitch_range_semitones: "not_voiced",
      },
    });
    expect(screen.queryByText(/words a minute/)).toBeNull();
    expect(screen.queryByText(/semitones/)).toBeNull();
    expect(screen.getByText("Not enough was said")).toBeTruthy();
    expect(screen.getByText("The voice had no clear pitch")).toBeTruthy();
  });

  it("marks what rests on words that may be wrong, and hears a whisper at any level", () => {
    show({ voiced_share: 0.05, loudness_lufs: -20 }, false);
    expect(screen.getByText("Whispered")).toBeTruthy();
    expect(screen.getByText("2 fillers*")).toBeTruthy();
    expect(screen.getByText(/may have been misheard/)).toBeTruthy();
  });
});
