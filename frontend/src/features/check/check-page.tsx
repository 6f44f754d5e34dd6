import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Link, Navigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import type { ConfigOut, InterviewOut } from "@/client";
import { Page } from "@/components/page";
import { BackLink, PageHeader } from "@/components/page-header";
import { ConsentPanel } from "@/features/consent/consent-panel";
import type { Decisions } from "@/features/consent/decisions";
import { consentsQuery } from "@/features/consent/queries";
import { configQuery, interviewQuery } from "@/features/interviews/queries";
import { knowsLanguage } from "@/features/interviews/speech";
import { useInvitation } from "@/features/invitation/queries";
import { cameraName } from "@/features/media/device-choice";
import { usesOf } from "@/features/room/uses";
import { useStore } from "@/lib/store";

import { CheckBench } from "./bench";
import { CalibrationItem } from "./calibration-item";
import { CameraItem } from "./camera-item";
import { ConnectionItem } from "./connection-item";
import { EnterCard } from "./enter-card";
import { MicrophoneItem } from "./microphone-item";
import { isCameraUsed, isSettled, type Checked, type MicrophoneNeed } from "./readiness";
import { SpeakerItem } from "./speaker-item";

/** The device check before an interview: each device on its own, and the way into the room at any time. */
export function CheckPage({ interviewId, userId }: { interviewId: string; userId: string }) {
  const { t } = useTranslation("check");
  const queryClient = useQueryClient();
  const { data: interview } = useSuspenseQuery(interviewQuery(interviewId));
  const { data: config } = useSuspenseQuery(configQuery);
  const { data: decisions } = useSuspenseQuery(consentsQuery);
  const [bench] = useState(() => new CheckBench(interviewId, userId));
  useEffect(() => bench.open(), [bench]);

  const isPractice = interview.mode === "practice";
  const invitation = useInvitation(interviewId);
  const mayType = invitation?.accommodations.typed_answers ?? true;
  const checked = { ...useChecked(bench, interview, config, decisions), mayType };
  const camera = checked.camera.kind === "open" ? checked.camera.device : null;
  const name = camera === null ? null : cameraName(camera.deviceId);
  useLink(bench, checked, decisions, name);
  useEffect(() => {
    if (name !== null) bench.calibration.prepare(name);
  }, [bench, name]);

  const isUsed = isCameraUsed(checked);
  useEffect(() => {
    // Without consent nobody looks: its light goes off.
    if (!isUsed) bench.camera.close();
  }, [bench, isUsed]);

  const isOver = checked.link.kind === "over";
  useEffect(() => {
    if (isOver) void queryClient.invalidateQueries(interviewQuery(interviewId));
  }, [isOver, queryClient, interviewId]);

  if (interview.status === "completed" || interview.status === "cancelled")
    return <Navigate to="/interviews/$interviewId/report" params={{ interviewId }} replace />;

  return (
    <Page title={t("title")}>
      <PageHeader
        back={<BackLink to={<Link to="/home" />}>{t("back")}</BackLink>}
        title={t("title")}
        lead={t(mayType ? "lead" : "leadSpoken")}
        className="max-w-3xl"
      />
      <div className="grid items-start gap-6 lg:grid-cols-[1fr_22rem] lg:gap-8">
        <ol className="min-w-0 space-y-5">
          <MicrophoneItem bench={bench} checked={checked} engine={config.engines.stt.name} />
          {isPractice && <CameraItem bench={bench} checked={checked} />}
          <ConnectionItem bench={bench} checked={checked} />
          <SpeakerItem
            bench={bench}
            checked={checked}
            engine={config.engines.tts}
            language={interview.language}
          />
          {isPractice && <CalibrationItem bench={bench} checked={checked} cameraName={name} />}
        </ol>
        <div className="min-w-0 space-y-5 lg:sticky lg:top-24">
          <EnterCard interview={interview} checked={checked} />
        </div>
        <div className="min-w-0">
          <ConsentPanel mode={interview.mode} current={decisions} />
        </div>
      </div>
    </Page>
  );
}

function useChecked(
  bench: CheckBench,
  interview: InterviewOut,
  config: ConfigOut,
  decisions: Decisions,
): Omit<Checked, "mayType"> {
  const { isSeen, isRecorded } = usesOf(interview, decisions, config);
  return {
    microphoneNeed: microphoneNeed(interview, config, decisions),
    microphone: useStore(bench.microphone),
    hearing: useStore(bench.hearing),
    isWatched: isSeen,
    isRecorded,
    camera: useStore(bench.camera),
    link: useStore(bench.link),
    speaker: useStore(bench.speaker),
    calibration: useStore(bench.calibration),
  };
}

function microphoneNeed(interview: InterviewOut, config: ConfigOut, decisions: Decisions): MicrophoneNeed {
  if (!knowsLanguage(config.engines.stt, interview.language))
    return { kind: "unneeded", because: "language" };
  return decisions.transcription ? { kind: "needed" } : { kind: "unneeded", because: "no-consent" };
}

/** Connects as soon as it is known what to send, and again when that changes; sends only what there is consent for. */
function useLink(bench: CheckBench, checked: Checked, consents: Decisions, name: string | null): void {
  const { microphoneNeed, microphone, camera, isWatched } = checked;
  const isReady = isSettled(checked);
  const voice =
    microphone.kind === "open" && microphoneNeed.kind === "needed" ? microphone.device.track : null;
  const picture = camera.kind === "open" && isWatched ? camera.device.track : null;
  useEffect(() => {
    if (!isReady) return;
    bench.link.carry({ tracks: { microphone: voice, camera: picture }, deviceId: picture && name, consents });
  }, [bench, isReady, voice, picture, name, consents]);
}
