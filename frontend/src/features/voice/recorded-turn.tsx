import { Check, Keyboard, Mic, RotateCcw, RotateCw, Trash2 } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Language } from "@/client";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Spinner } from "@/components/ui/spinner";
import { LevelBar } from "@/features/check/level-bar";
import { formatElapsed } from "@/features/room/elapsed";
import { describeError } from "@/lib/errors";
import { useStore } from "@/lib/store";
import { useFocus } from "@/lib/use-focus";

import { LONGEST_SECONDS, type Recording } from "./recorder";
import type { Step, VoiceTurns } from "./voice-turns";

interface RecordedTurnProps {
  turns: VoiceTurns;
  language: Language;
  hasMicrophone: boolean;
  /** How loud the candidate is, from 0 to 1. */
  level: () => number;
  /** Undefined where answers cannot be typed. */
  onWrite: (() => void) | undefined;
}

/** One turn without a connection: hear the question, record the answer, send it. */
export function RecordedTurn({ turns, language, hasMicrophone, level, onWrite }: RecordedTurnProps) {
  const { t } = useTranslation("room");
  const { step, heard } = useStore(turns);
  return (
    <div className="mx-auto w-full max-w-3xl space-y-4">
      <Card className="space-y-5">
        <TurnStep turns={turns} step={step} hasMicrophone={hasMicrophone} level={level} onWrite={onWrite} />
      </Card>
      {heard !== null && (
        <section aria-label={t("voice.heard")} className="rounded-panel bg-sunken px-6 py-4">
          <h2 className="text-label font-semibold">{t("voice.heard")}</h2>
          <p lang={language} className="text-label">
            {heard}
          </p>
        </section>
      )}
    </div>
  );
}

type TurnStepProps = Omit<RecordedTurnProps, "language"> & { step: Step };

function TurnStep({ turns, step, hasMicrophone, level, onWrite }: TurnStepProps) {
  const { t } = useTranslation("room");
  switch (step.kind) {
    case "opening":
      return (
        <p className="flex items-center gap-3">
          <Spinner />
          {t("voice.opening")}
        </p>
      );
    case "asking":
    case "ready":
      return (
        <BeforeAnswer
          turns={turns}
          error={step.kind === "ready" ? step.error : null}
          isAsking={step.kind === "asking"}
          hasMicrophone={hasMicrophone}
          onWrite={onWrite}
        />
      );
    case "recording":
      return <InAnswer turns={turns} seconds={step.seconds} level={level} />;
    case "sending":
      return <Sending share={step.share} isAgain={step.isAgain} />;
    case "recorded":
      return <NotSent turns={turns} recording={step.recording} error={step.error} onWrite={onWrite} />;
    case "closing":
      return <p className="text-lead">{step.text}</p>;
  }
}

interface BeforeAnswerProps {
  turns: VoiceTurns;
  error: unknown;
  isAsking: boolean;
  hasMicrophone: boolean;
  onWrite: (() => void) | undefined;
}

function BeforeAnswer({ turns, error, isAsking, hasMicrophone, onWrite }: BeforeAnswerProps) {
  const { t } = useTranslation("room");
  const { t: common } = useTranslation();
  return (
    <>
      {error !== null && (
        <Alert tone="caution" role="alert" title={t("voice.notAsked")}>
          <p>{describeError(error, common)}</p>
        </Alert>
      )}
      <p>{t(hasMicrophone ? "voice.how" : "voice.noMicrophone")}</p>
      <div className="flex flex-wrap gap-3">
        <Button
          aria-disabled={!hasMicrophone || undefined}
          onClick={() => {
            turns.record();
          }}
        >
          <Mic aria-hidden />
          {t("voice.record")}
        </Button>
        <Button
          variant="outline"
          aria-disabled={isAsking || undefined}
          onClick={() => {
            if (!isAsking) void turns.ask();
          }}
        >
          <RotateCcw aria-hidden />
          {t("control.repeat")}
        </Button>
        {onWrite !== undefined && <WriteButton onWrite={onWrite} />}
      </div>
    </>
  );
}

interface InAnswerProps {
  turns: VoiceTurns;
  seconds: () => number;
  level: () => number;
}

function InAnswer({ turns, seconds, level }: InAnswerProps) {
  const { t } = useTranslation("room");
  const finish = useFocus<HTMLButtonElement>();
  const elapsed = useSeconds(seconds);
  return (
    <>
      <div className="flex items-center gap-4">
        <span aria-hidden className="size-3 shrink-0 rounded-full bg-danger" />
        <p className="text-lead font-semibold figures">
          <span className="sr-only">{t("voice.recording")} </span>
          <span role="timer" aria-live="off">
            {formatElapsed(elapsed * 1_000)}
          </span>
        </p>
        <p className="text-caption text-muted figures">
          {t("voice.longest", { minutes: LONGEST_SECONDS / 60 })}
        </p>
      </div>
      <LevelBar label={t("voice.level")} read={level} />
      <div className="flex flex-wrap gap-3">
        <Button
          ref={finish}
          onClick={() => {
            void turns.finish();
          }}
        >
          <Check aria-hidden />
          {t("voice.finish")}
        </Button>
        <DiscardButton turns={turns} />
      </div>
    </>
  );
}

function Sending({ share, isAgain }: { share: number; isAgain: boolean }) {
  const { t } = useTranslation("room");
  const id = useId();
  const isOnItsWay = share < 1;
  return (
    <div role="status" className="space-y-3">
      <p id={id} className="flex items-center gap-3">
        <Spinner />
        {t(isOnItsWay ? (isAgain ? "voice.sendingAgain" : "voice.sending") : "voice.hearing")}
      </p>
      <progress
        aria-labelledby={id}
        className="h-3 w-full overflow-hidden rounded-full bg-sunken accent-accent"
        max={1}
        {...(isOnItsWay && { value: share })}
      />
      <p className="text-caption text-muted">{t("voice.kept")}</p>
    </div>
  );
}

interface NotSentProps {
  turns: VoiceTurns;
  recording: Recording;
  error: unknown;
  onWrite: (() => void) | undefined;
}

function NotSent({ turns, recording, error, onWrite }: NotSentProps) {
  const { t } = useTranslation("room");
  const { t: common } = useTranslation();
  const again = useFocus<HTMLButtonElement>();
  const player = useSound(recording.sound);
  return (
    <>
      {error === null ? (
        <Alert role="status" title={t("voice.found")}>
          <p>{t("voice.foundDetail", { time: formatElapsed(recording.seconds * 1_000) })}</p>
        </Alert>
      ) : (
        <Alert tone="danger" role="alert" title={t("voice.notSent")}>
          <p>{describeError(error, common)}</p>
        </Alert>
      )}
      {/* The candidate's own words: there is nothing to caption. */}
      {/* eslint-disable-next-line jsx-a11y/media-has-caption */}
      <audio ref={player} controls aria-label={t("voice.own")} className="w-full" />
      <p className="text-caption text-muted">{t("voice.kept")}</p>
      <div className="flex flex-wrap gap-3">
        <Button
          ref={again}
          onClick={() => {
            void turns.send(recording);
          }}
        >
          <RotateCw aria-hidden />
          {t(error === null ? "typed.send" : "voice.sendAgain")}
        </Button>
        <DiscardButton turns={turns} />
        {onWrite !== undefined && <WriteButton onWrite={onWrite} />}
      </div>
    </>
  );
}

function DiscardButton({ turns }: { turns: VoiceTurns }) {
  const { t } = useTranslation("room");
  return (
    <Button
      variant="outline"
      onClick={() => {
        void turns.discard();
      }}
    >
      <Trash2 aria-hidden />
      {t("voice.discard")}
    </Button>
  );
}

function WriteButton({ onWrite }: { onWrite: () => void }) {
  const { t } = useTranslation("room");
  return (
    <Button variant="quiet" onClick={onWrite}>
      <Keyboard aria-hidden />
      {t("failed.write")}
    </Button>
  );
}

function useSeconds(read: () => number): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => {
      setSeconds(read());
    }, 250);
    return () => {
      clearInterval(timer);
    };
  }, [read]);
  return seconds;
}

function useSound(sound: Blob) {
  const ref = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const url = URL.createObjectURL(sound);
    if (ref.current) ref.current.src = url;
    return () => {
      URL.revokeObjectURL(url);
    };
  }, [sound]);
  return ref;
}
