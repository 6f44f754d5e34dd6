import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useImperativeHandle, useMemo, useRef, useState, type Ref } from "react";
import { useTranslation } from "react-i18next";

import type { Language, RecordingOut, ReportedAnswer, TranscriptOut } from "@/client";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import { consentsQuery } from "@/features/consent/queries";
import { configQuery, transcriptsQuery } from "@/features/interviews/queries";
import { recordingUploads } from "@/features/recording/uploads";
import { formatElapsed } from "@/features/room/elapsed";
import { describeError } from "@/lib/errors";
import { useStore } from "@/lib/store";

import { turnName } from "../turn-name";
import { Player, type PlayerHandle } from "./player";
import type { Playhead } from "./playhead";
import { playbackQuery, recordingsQuery } from "./queries";
import { pieceAt, timedPieces } from "./timed-words";
import { usePlayback } from "./use-playback";
import { TimedWords } from "./words";

export interface PlaybackHandle {
  /**
   * Shows the player and plays a question from this second of its answer's clock on, which also times the words; false
   * where that was not recorded.
   */
  playAnswer: (turn: number, second: number) => boolean;
}

interface PlaybackSectionProps {
  ref: Ref<PlaybackHandle>;
  /** Is moved along. */
  playhead: Playhead;
  interviewId: string;
  language: Language;
  answers: readonly ReportedAnswer[];
}

/** The recording beside what was said. It fails and waits on its own: the report does not depend on it. */
export function PlaybackSection({ ref, playhead, interviewId, language, answers }: PlaybackSectionProps) {
  const { t } = useTranslation("report");
  const { t: common } = useTranslation();
  const recordings = useQuery(recordingsQuery(interviewId));
  const transcripts = useQuery(transcriptsQuery(interviewId));
  const { waiting } = useStore(recordingUploads);
  const queryClient = useQueryClient();
  useEffect(() => {
    if (waiting === 0) void queryClient.invalidateQueries(recordingsQuery(interviewId));
  }, [queryClient, interviewId, waiting]);
  const error = recordings.error ?? transcripts.error;
  const playable = recordings.data?.filter(({ size }) => size > 0);
  const [first, ...others] = playable ?? [];

  return (
    <section aria-labelledby="playback" className="space-y-5">
      <div className="space-y-2">
        <h2 id="playback" className="text-headline">
          {t("playback.title")}
        </h2>
        <p className="text-muted">{t("playback.lead")}</p>
      </div>
      <p role="status" className="text-label text-muted empty:hidden">
        {waiting > 0 && t("playback.uploading", { count: waiting })}
      </p>
      {error !== null && <Alert tone="danger">{describeError(error, common)}</Alert>}
      {error === null && (playable === undefined || transcripts.data === undefined) && (
        <Skeleton className="h-48 rounded-card" />
      )}
      {playable !== undefined && transcripts.data !== undefined && (
        <Card>
          {first === undefined ? (
            <NotRecorded />
          ) : (
            <Playback
              ref={ref}
              playhead={playhead}
              interviewId={interviewId}
              language={language}
              answers={answers}
              recordings={[first, ...others]}
              transcripts={transcripts.data}
            />
          )}
        </Card>
      )}
    </section>
  );
}

function NotRecorded() {
  const { t } = useTranslation("report");
  // Consent may have been taken back in another tab, while the interview went on in this one.
  const { data: consents } = useQuery({ ...consentsQuery, staleTime: 0 });
  const { data: config } = useQuery(configQuery);
  if (consents === undefined || config === undefined) return null;
  const reason = !config.recording ? "notKept" : consents.recording ? "nothing" : "noConsent";
  return <p className="text-muted">{t(`playback.none.${reason}`)}</p>;
}

interface PlaybackProps extends PlaybackSectionProps {
  recordings: readonly [RecordingOut, ...RecordingOut[]];
  transcripts: readonly TranscriptOut[];
}

function Playback({ ref, playhead, interviewId, language, answers, recordings, transcripts }: PlaybackProps) {
  const { t } = useTranslation("report");
  const { t: common } = useTranslation();
  const queryClient = useQueryClient();
  const cookie = useQuery(playbackQuery(interviewId));
  const player = useRef<PlayerHandle>(null);
  const playback = usePlayback(recordings, player);
  const { recording, takes, turns, seconds, answerSeconds } = playback;
  const { turn } = recording;
  useEffect(() => {
    if (answerSeconds !== null) playhead.move(turn, answerSeconds);
  }, [playhead, turn, answerSeconds]);
  const key = `${recording.question_id}-${recording.take}-${recording.size}-${playback.attempt}`;
  const [failed, setFailed] = useState<string | null>(null);

  const region = useRef<HTMLDivElement>(null);
  useImperativeHandle(ref, () => ({
    playAnswer(wanted, second) {
      const isPlaying = playback.playAnswer(wanted, second);
      if (isPlaying) region.current?.scrollIntoView({ block: "center" });
      return isPlaying;
    },
  }));

  const said = transcripts.find((one) => one.turn === turn && one.speaker === "User");
  const question = transcripts.find((one) => one.turn === turn && one.speaker === "AI");
  const pieces = useMemo(() => (said ? timedPieces(said, takes) : []), [said, takes]);
  const isTimed = pieces.some(({ place }) => place !== null);

  if (cookie.error !== null) return <Alert tone="danger">{describeError(cookie.error, common)}</Alert>;
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,26rem)_1fr] lg:gap-10">
      <div ref={region} className="space-y-4">
        {cookie.data === true && (
          <Player
            key={key}
            ref={player}
            interviewId={interviewId}
            recording={recording}
            label={t("playback.player", { question: turnName(turn, answers, t) })}
            startAt={playback.startAt}
            onTime={playback.onTime}
            onEnded={playback.onEnded}
            onError={() => {
              setFailed(key);
            }}
          />
        )}
        {failed === key && (
          <Alert tone="danger" role="alert" title={t("playback.failed.title")}>
            <p>{t("playback.failed.detail")}</p>
            <Button
              variant="outline"
              className="mt-3"
              onClick={() => {
                void queryClient
                  .invalidateQueries({ queryKey: ["interviews", interviewId, "playback"] })
                  .then(playback.reload);
              }}
            >
              {common("error.retry")}
            </Button>
          </Alert>
        )}
        {!recording.complete && <p className="text-caption text-muted">{t("playback.incomplete")}</p>}
        <nav aria-label={t("playback.chapters")}>
          <ul className="flex flex-wrap gap-2">
            {turns.map((one) => (
              <li key={one}>
                <Button
                  variant={one === turn ? "primary" : "outline"}
                  aria-current={one === turn || undefined}
                  onClick={() => {
                    playback.showTurn(one);
                  }}
                >
                  {turnName(one, answers, t)}
                  <Length takes={recordings.filter((candidate) => candidate.turn === one)} />
                </Button>
              </li>
            ))}
          </ul>
        </nav>
      </div>
      <div className="min-w-0 space-y-3">
        {question !== undefined && (
          <h3 lang={language} className="text-title">
            {question.text}
          </h3>
        )}
        {said === undefined ? (
          <p className="text-muted">{t("noAnswer")}</p>
        ) : (
          <>
            <TimedWords
              key={turn}
              pieces={pieces}
              language={language}
              lit={pieceAt(pieces, recording.take, seconds)}
              label={t("playback.words", { question: turnName(turn, answers, t) })}
              onPlay={playback.playPlace}
            />
            <p className="text-caption text-muted">{t(isTimed ? "playback.hint" : "playback.untimed")}</p>
          </>
        )}
      </div>
    </div>
  );
}

function Length({ takes }: { takes: readonly RecordingOut[] }) {
  const seconds = takes.reduce((sum, take) => sum + (take.seconds ?? 0), 0);
  return seconds > 0 ? <span className="figures">{formatElapsed(seconds * 1_000)}</span> : null;
}
