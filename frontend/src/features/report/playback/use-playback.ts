import { useCallback, useMemo, useState, type RefObject } from "react";

import type { RecordingOut } from "@/client";
import { heardAt } from "@/features/recording/answer-clock";

import type { PlayerHandle } from "./player";
import { placeOf, type Place } from "./timed-words";

/** What plays and where, and ways to another place: for all that stands beside the player and follows it. */
export interface Playback {
  /** The take on show, and all of its question. */
  recording: RecordingOut;
  takes: readonly RecordingOut[];
  /** The turns that were recorded. */
  turns: readonly number[];
  /** Where the take on show is, in its own seconds. */
  seconds: number;
  /** The same by the clock of the question's answer, which times its words; null where that was never measured. */
  answerSeconds: number | null;
  /** Shows a question from its beginning, and does not play it yet. */
  showTurn: (turn: number) => void;
  /** Plays a place in the question on show. */
  playPlace: (place: Place) => void;
  /** Plays any question from this second of its answer's clock on; false where that was not recorded. */
  playAnswer: (turn: number, answerSeconds: number) => boolean;
}

/** What its player needs. */
interface Wiring {
  /** Where the take on show is to begin; null: at its start, and only when it is asked to play. */
  startAt: number | null;
  onTime: (seconds: number) => void;
  /** Goes on with the question's next take, where there is one. */
  onEnded: () => void;
  /** Loads the take on show once more, at the place where it is. */
  reload: () => void;
  /** Another one with each `reload`. */
  attempt: number;
}

interface Shown {
  turn: number;
  take: number;
  startAt: number | null;
}

/** `recordings` of one interview, by turn and take, at least one; `player` is to show the take on show. */
export function usePlayback(
  recordings: readonly [RecordingOut, ...RecordingOut[]],
  player: RefObject<PlayerHandle | null>,
): Playback & Wiring {
  const [shown, setShown] = useState<Shown | null>(null);
  const [seconds, setSeconds] = useState(0);
  const [attempt, setAttempt] = useState(0);

  const recording =
    recordings.find(({ turn, take }) => turn === shown?.turn && take === shown.take) ?? recordings[0];
  const turns = useMemo(() => [...new Set(recordings.map(({ turn }) => turn))], [recordings]);
  const takes = useMemo(
    () => recordings.filter(({ turn }) => turn === recording.turn),
    [recordings, recording.turn],
  );

  const show = useCallback(({ turn, take }: RecordingOut, startAt: number | null) => {
    setSeconds(startAt ?? 0);
    setShown({ turn, take, startAt });
  }, []);

  const playIn = useCallback(
    (turn: number, { take, start }: Place) => {
      const wanted = recordings.find((one) => one.turn === turn && one.take === take);
      if (wanted === undefined) return;
      if (wanted === recording) player.current?.playFrom(start);
      else show(wanted, start);
    },
    [recordings, recording, show, player],
  );

  return {
    recording,
    takes,
    turns,
    seconds,
    answerSeconds: heardAt(recording.clock, seconds),
    showTurn: (turn) => {
      const first = recordings.find((one) => one.turn === turn);
      if (first !== undefined) show(first, null);
    },
    playPlace: useCallback(
      (place) => {
        playIn(recording.turn, place);
      },
      [playIn, recording.turn],
    ),
    playAnswer: (turn, answerSeconds) => {
      const place = placeOf(
        recordings.filter((one) => one.turn === turn),
        answerSeconds,
        answerSeconds,
      );
      if (place === null) return false;
      playIn(turn, place);
      return true;
    },
    startAt: shown?.startAt ?? null,
    onTime: setSeconds,
    onEnded: () => {
      const next = takes[takes.indexOf(recording) + 1];
      if (next !== undefined) show(next, 0);
    },
    reload: () => {
      show(recording, seconds);
      setAttempt((count) => count + 1);
    },
    attempt,
  };
}
