import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Camera } from "lucide-react";
import { useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";

import { Page } from "@/components/page";
import { BackLink, PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Choice } from "@/components/ui/choice";
import { Spinner } from "@/components/ui/spinner";
import { CameraPicture } from "@/features/check/camera-picture";
import { ConsentPanel } from "@/features/consent/consent-panel";
import { DeviceSelect } from "@/features/check/device-select";
import type { Decisions } from "@/features/consent/decisions";
import { consentsQuery } from "@/features/consent/queries";
import { cameraName } from "@/features/media/device-choice";
import { DeviceFailureAlert } from "@/features/media/device-failure";
import type { OpenDevice } from "@/features/media/devices";
import { useStore } from "@/lib/store";

import { TrainingBench } from "./bench";
import { EXERCISES, type Exercise } from "./exercises";
import { FaceAtRest } from "./face-at-rest";
import { LiveGauge } from "./live-gauge";

/** Exercises for gaze and expression, with what the camera sees of them at once. Of no interview, and nothing is kept. */
export function TrainingPage({ userId }: { userId: string }) {
  const { t } = useTranslation("training");
  const { t: check } = useTranslation("check");
  const { data: decisions } = useSuspenseQuery(consentsQuery);
  return (
    <Page title={t("title")}>
      <PageHeader
        back={<BackLink to={<Link to="/home" />}>{check("back")}</BackLink>}
        title={t("title")}
        lead={t("lead")}
        className="max-w-3xl"
      />
      {decisions.delivery ? (
        <Training userId={userId} decisions={decisions} />
      ) : (
        <Card className="mb-6 max-w-reading space-y-2">
          <h2 className="text-title">{t("consent.title")}</h2>
          <p className="text-muted">{t("consent.detail")}</p>
        </Card>
      )}
      <div className="max-w-reading">
        <ConsentPanel mode="practice" current={decisions} />
      </div>
    </Page>
  );
}

function Training({ userId, decisions }: { userId: string; decisions: Decisions }) {
  const { t } = useTranslation("training");
  const [bench] = useState(() => new TrainingBench(userId));
  useEffect(() => bench.open(), [bench]);
  const [exercise, setExercise] = useState<Exercise>("gaze");
  const camera = useStore(bench.camera);
  const track = camera.kind === "open" ? camera.device.track : null;
  const name = camera.kind === "open" ? cameraName(camera.device.deviceId) : null;
  useEffect(() => {
    if (track === null || name === null) return;
    bench.calibration.prepare(name);
    bench.link.carry({ tracks: { microphone: null, camera: track }, deviceId: name, consents: decisions });
  }, [bench, track, name, decisions]);

  return (
    <div className="mb-6 grid items-start gap-6 lg:grid-cols-2 lg:gap-8">
      <Card className="min-w-0 space-y-5">
        <OwnPicture bench={bench} />
      </Card>
      <Card className="min-w-0 space-y-6">
        <ExerciseChoice exercise={exercise} onChoose={setExercise} />
        <p>{t(`exercise.${exercise}.how`)}</p>
        {track !== null && <LiveGauge bench={bench} exercise={exercise} />}
        <p className="text-caption text-muted">{t("estimate")}</p>
      </Card>
      {name !== null && <FaceAtRest bench={bench} cameraName={name} />}
    </div>
  );
}

function ExerciseChoice({
  exercise,
  onChoose,
}: {
  exercise: Exercise;
  onChoose: (exercise: Exercise) => void;
}) {
  const { t } = useTranslation("training");
  const id = useId();
  return (
    <div role="radiogroup" aria-labelledby={id} className="space-y-3">
      <h2 id={id} className="text-title">
        {t("exercises")}
      </h2>
      <div className="grid gap-2 sm:grid-cols-2">
        {EXERCISES.map((one) => (
          <Choice
            key={one}
            name={id}
            checked={one === exercise}
            onChange={() => {
              onChoose(one);
            }}
          >
            {t(`exercise.${one}.name`)}
          </Choice>
        ))}
      </div>
    </div>
  );
}

function OwnPicture({ bench }: { bench: TrainingBench }) {
  const { t } = useTranslation("check");
  const state = useStore(bench.camera);
  const open = () => {
    if (bench.camera.state.kind !== "asking") void bench.camera.open();
  };
  if (state.kind === "open")
    return <OpenPicture bench={bench} device={state.device} isMuted={state.isMuted} />;
  return (
    <>
      <h2 className="text-title">{t("camera.title")}</h2>
      {state.kind === "failed" ? (
        <DeviceFailureAlert kind="camera" failure={state.failure} onRetry={open} />
      ) : (
        <Button aria-disabled={state.kind === "asking"} onClick={open}>
          {state.kind === "asking" ? <Spinner /> : <Camera aria-hidden />}
          {t(state.kind === "asking" ? "camera.asking" : "camera.open")}
        </Button>
      )}
    </>
  );
}

function OpenPicture({
  bench,
  device,
  isMuted,
}: {
  bench: TrainingBench;
  device: OpenDevice;
  isMuted: boolean;
}) {
  const { t } = useTranslation("check");
  const { cameras } = useStore(bench.devices);
  return (
    <>
      <h2 className="text-title">{t("camera.title")}</h2>
      <CameraPicture stream={device.stream}>
        {(isDark) => (isMuted ? t("camera.muted") : isDark ? t("camera.dark") : null)}
      </CameraPicture>
      <DeviceSelect
        label={t("camera.choose")}
        devices={cameras}
        value={device.deviceId}
        onChoose={(deviceId) => void bench.camera.open(deviceId)}
      />
    </>
  );
}
