import { useSuspenseQuery } from "@tanstack/react-query";
import { CircleQuestionMark } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { meQuery } from "@/features/auth/queries";
import { LastHeard } from "@/features/corrections/last-heard";
import { RecordedTurn } from "@/features/voice/recorded-turn";
import { useStep } from "@/features/voice/use-step";
import type { Step } from "@/features/voice/voice-turns";
import { describeError } from "@/lib/errors";
import { useStore } from "@/lib/store";
import { useMediaQuery } from "@/lib/use-media-query";

import { Captions } from "./captions";
import { Clock } from "./clock";
import { Controls } from "./controls";
import { EndDialog } from "./end-dialog";
import { HintMenu } from "./hint-menu";
import { Interviewer, type Doing } from "./interviewer";
import { NoConnection } from "./no-connection";
import { Notices } from "./notices";
import { PreparationTime } from "./preparation-time";
import { Question } from "./question";
import type { InterviewRoom } from "./room";
import { isOverHttp } from "./room-state";
import type { RoomView } from "./room-view";
import { SelfView } from "./self-view";
import { ShortcutHelp } from "./shortcut-help";
import { SoundMenu } from "./sound-menu";
import { useShortcutChoice, useShortcuts, type Shortcut } from "./shortcuts";
import { Tour } from "./tour";
import { TypedAnswer } from "./typed-answer";

/** Two columns, as of `lg`. */
const WIDE = "(min-width: 64rem)";

interface StageProps {
  room: InterviewRoom;
  interviewId: string;
  since: number;
  /** Whether answers are meant to be spoken, heard or not. */
  isSpoken: boolean;
}

/** The room while the interview goes on: the interviewer, the question, what is heard, and what may be done. */
export function Stage({ room, interviewId, since, isSpoken }: StageProps) {
  const { t } = useTranslation("room");
  const { t: common } = useTranslation();
  const view = useStore(room);
  const { interview, isTyping } = view;
  const { question, caption, phase } = interview.scene;
  const preparation = interview.kind === "listening" && !isTyping ? interview.scene.preparation : null;
  const isPreparing = preparation !== null;
  const isHinted = useSuspenseQuery(meQuery).data.preferences.room.hints;
  const hasTrouble = isTyping || interview.scene.notice !== null || interview.scene.sound !== null;
  const id = useId();
  const [isEnding, setEnding] = useState(false);
  const [isTouring, setTouring] = useState(false);
  const [hasShortcuts, setShortcuts] = useShortcutChoice();
  const [isTypingAskedFor, setTypingAskedFor] = useState(false);
  const available = availableUses(view, room.mayType, isSpoken);
  const step = useStep(view.turns);
  const shownDoing = t(step === null ? `doing.${doing(view)}` : `voice.doing.${step.kind}`);
  const shownHint = t(step === null ? `hint.${hint(view)}` : `voice.hint.${step.kind}`);
  const status = useRef<HTMLDivElement>(null);
  const isWide = useMediaQuery(WIDE);
  const notices = <Notices room={room} view={view} />;

  const use = (shortcut: Shortcut) => {
    if (shortcut === "type") {
      setTypingAskedFor(!isTyping);
      room.type(!isTyping);
    } else {
      room[shortcut]();
    }
  };
  const write = room.mayType
    ? () => {
        void room.writeInstead();
      }
    : undefined;
  useShortcuts(
    (shortcut) => {
      if (available[shortcut]) use(shortcut);
    },
    hasShortcuts && !isEnding && !isTouring,
  );

  // What had the focus is gone, the form of an answer or "Start now": a keyboard goes on from here, not from the top.
  useEffect(() => {
    if (!isTyping && !isPreparing && document.activeElement === document.body) status.current?.focus();
  }, [isTyping, isPreparing]);

  return (
    <div className="space-y-8">
      <div className="relative grid grid-cols-[minmax(0,1fr)_8.5rem] gap-x-5 gap-y-6 lg:grid-cols-[minmax(0,1fr)_17rem] lg:gap-x-10">
        <header className="col-span-2 flex flex-wrap items-center gap-x-5 gap-y-2">
          <h1 className="flex flex-wrap items-center gap-x-3 gap-y-1 text-lead font-semibold figures">
            {t("question", { number: question.number, total: question.total })}
            {question.follow_up && <Badge tone="accent">{t("followUp")}</Badge>}
          </h1>
          <Progress number={question.number} total={question.total} />
          <div className="ml-auto flex items-center gap-2">
            {view.isHeard && view.hint !== undefined && <HintMenu />}
            <Clock since={since} />
            <SoundMenu room={room} language={question.language} />
            <Button
              variant="quiet"
              size="icon"
              aria-label={t("tour.open")}
              title={t("tour.open")}
              onClick={() => {
                // Nobody reads while silence runs out.
                if (available.moment) room.moment();
                setTouring(true);
              }}
            >
              <CircleQuestionMark aria-hidden />
            </Button>
          </div>
        </header>

        <div className="flex flex-col items-center gap-3 self-center lg:pt-2">
          <Interviewer
            doing={step === null ? doing(view) : doingIn(step)}
            level={interview.kind === "speaking" ? room.sound.interviewerLevel : room.sound.ownLevel}
            className="w-full max-w-28 sm:max-w-40 lg:max-w-44"
          />
          {/* As high as its longest words, which are told while others read what stands below. */}
          <div
            ref={status}
            role="status"
            tabIndex={-1}
            className="w-full text-center outline-none max-sm:min-h-34"
          >
            <p key={shownDoing} className="text-lead font-semibold">
              {shownDoing}
            </p>
            <p key={shownHint} className="text-label text-muted">
              {shownHint}
            </p>
          </div>
        </div>

        <aside className="space-y-4 lg:row-span-2">
          <SelfView
            camera={view.devices.camera}
            microphone={view.devices.microphone}
            isMicrophoneOn={!isTyping || step !== null}
            level={room.sound.ownLevel}
            hint={isHinted && interview.kind === "listening" && !hasTrouble ? (view.hint ?? null) : null}
            isRecording={view.recording.kind === "on"}
          />
          <div className="max-lg:hidden">
            <ShortcutHelp isOn={hasShortcuts} onChange={setShortcuts} />
          </div>
          {/* Beside the question where there is room: what comes up then pushes nothing that is being read. */}
          {isWide && notices}
        </aside>

        {/* On a phone it stands over the faces, and pushes nothing either. */}
        {!isWide && (
          <div className="absolute inset-0 z-10 col-start-1 col-end-3 row-start-2 row-end-3 overflow-y-auto rounded-panel has-[>:empty]:hidden">
            {notices}
          </div>
        )}
        <div className="space-y-6 max-lg:col-span-2">
          <Question
            id={`${id}-question`}
            question={question}
            spoken={
              interview.kind === "speaking" || interview.kind === "paused" ? interview.scene.spoken : null
            }
          />
          {preparation !== null && (
            <PreparationTime
              preparation={preparation}
              onStart={() => {
                room.start();
              }}
            />
          )}
          {interview.kind === "failed" ? (
            <NoConnection
              failure={interview.failure}
              onRetry={() => {
                void room.reconnect();
              }}
              onTakeOver={() => {
                void room.takeOver();
              }}
              onRecord={
                room.canRecord
                  ? () => {
                      void room.recordInstead();
                    }
                  : undefined
              }
              onWrite={write}
            />
          ) : view.turns !== null ? (
            <RecordedTurn
              turns={view.turns}
              language={question.language}
              hasMicrophone={view.devices.microphone.kind === "open"}
              level={room.sound.ownLevel}
              onWrite={write}
            />
          ) : isTyping ? (
            <>
              <TypedAnswer
                question={question}
                questionId={`${id}-question`}
                heard={caption.stable.join("") + caption.unstable}
                canSend={["speaking", "listening", "paused", "writing"].includes(interview.kind)}
                isSending={interview.kind === "writing" ? interview.isSending : phase === "thinking"}
                isAskedFor={isTypingAskedFor || interview.kind === "writing"}
                onSend={(text) => {
                  void room.answer(text);
                }}
                onSpeak={
                  view.isHeard
                    ? () => {
                        use("type");
                      }
                    : undefined
                }
              />
              {interview.kind === "writing" && interview.error !== null && (
                <Alert tone="danger" role="alert" className="mx-auto max-w-3xl">
                  {describeError(interview.error, common)}
                </Alert>
              )}
            </>
          ) : (
            <Captions
              caption={caption}
              language={question.language}
              placeholder={t(phase === "thinking" ? "caption.nothing" : "caption.placeholder")}
            />
          )}
          <LastHeard interviewId={interviewId} language={question.language} openTurn={question.turn} />
        </div>

        <div className="col-span-2 lg:hidden">
          <ShortcutHelp isOn={hasShortcuts} onChange={setShortcuts} />
        </div>
      </div>
      <Controls
        available={available}
        isHeld={interview.scene.isMoment}
        hasShortcuts={hasShortcuts}
        isSticky={!isTyping && step === null && interview.kind !== "failed"}
        onUse={use}
        onEnd={() => {
          setEnding(true);
        }}
      />
      <Tour
        isOpen={isTouring}
        isSpoken={isSpoken}
        mayType={room.mayType}
        onClose={() => {
          setTouring(false);
        }}
      />
      <EndDialog isOpen={isEnding} onOpenChange={setEnding} onEnd={() => room.end()} />
    </div>
  );
}

function Progress({ number, total }: { number: number; total: number }) {
  return (
    <div aria-hidden className="flex gap-1.5">
      {Array.from({ length: total }, (_, index) => (
        <span
          key={index}
          className={`h-1.5 w-6 rounded-full ${index < number ? "bg-accent" : "bg-sunken"}`}
        />
      ))}
    </div>
  );
}

function doing({ interview }: RoomView): Doing {
  switch (interview.kind) {
    case "speaking":
    case "listening":
    case "thinking":
    case "paused":
      return interview.kind;
    case "writing":
      return interview.isSending ? "thinking" : "listening";
    case "connecting":
    case "reconnecting":
    case "recordings":
    case "failed":
    case "ended":
      return "waiting";
  }
}

/** What the figure does while answers are recorded and sent. */
function doingIn({ kind }: Step): Doing {
  switch (kind) {
    case "asking":
    case "closing":
      return "speaking";
    case "recording":
      return "listening";
    case "opening":
    case "sending":
      return "thinking";
    case "ready":
    case "recorded":
      return "paused";
  }
}

type Hint =
  | "asking"
  | "connecting"
  | "reconnecting"
  | "failed"
  | "speaking"
  | "typing"
  | "moment"
  | "preparing"
  | "closing"
  | "listening"
  | "thinking"
  | "paused";

function hint({ interview, devices, isTyping }: RoomView): Hint {
  if (devices.microphone.kind === "asking" || devices.camera.kind === "asking") return "asking";
  switch (interview.kind) {
    case "listening":
      if (isTyping) return "typing";
      if (interview.scene.isClosing) return "closing";
      if (interview.scene.isMoment) return "moment";
      return interview.scene.preparation === null ? "listening" : "preparing";
    case "writing":
      return interview.isSending ? "thinking" : "typing";
    case "ended":
      return "thinking";
    case "recordings":
      return "connecting";
    default:
      return interview.kind;
  }
}

/** What may be asked of the interviewer now, and what can be in this interview at all. */
function availableUses(
  { interview, devices, isHeard, isTyping }: RoomView,
  mayType: boolean,
  isSpoken: boolean,
): Partial<Record<Shortcut, boolean>> {
  if (isOverHttp(interview) || interview.kind === "failed") return {};
  const isOpen = ["speaking", "listening", "paused"].includes(interview.kind);
  const repeat = { repeat: isOpen };
  if (!isHeard) {
    // Until the microphone is open they are there, and can do nothing: nothing else has to make room for them.
    const isOpening = isSpoken && ["off", "asking"].includes(devices.microphone.kind);
    return isOpening ? { moment: false, done: false, ...repeat, ...(mayType && { type: false }) } : repeat;
  }
  return {
    moment: isOpen && !isTyping && !interview.scene.isMoment,
    done: interview.kind === "listening" && !isTyping && interview.scene.preparation === null,
    ...repeat,
    ...(mayType && { type: interview.kind !== "connecting" }),
  };
}
