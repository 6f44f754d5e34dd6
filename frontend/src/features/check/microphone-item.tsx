import { Mic, Play } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { DeviceFailureAlert } from "@/features/media/device-failure";
import type { OpenDevice } from "@/features/media/devices";
import { useStore } from "@/lib/store";

import type { CheckBench } from "./bench";
import { CheckItem, Says } from "./check-item";
import { DeviceSelect } from "./device-select";
import { LevelBar } from "./level-bar";
import { microphoneStatus, type Checked } from "./readiness";

interface MicrophoneItemProps {
  bench: CheckBench;
  checked: Checked;
  /** The recogniser's name, for when it does not know the language. */
  engine: string;
}

export function MicrophoneItem({ bench, checked, engine }: MicrophoneItemProps) {
  const { t } = useTranslation("check");
  const { microphoneNeed: need, mayType } = checked;
  const { microphone } = bench;
  const state = useStore(microphone);
  const open = () => {
    if (microphone.state.kind !== "asking") void microphone.open();
  };
  const skip = () => {
    microphone.skip();
  };

  return (
    <CheckItem
      title={t("microphone.title")}
      status={microphoneStatus(checked)}
      why={
        need.kind === "needed"
          ? t("microphone.why")
          : t(`microphone.unneeded.${need.because}${mayType ? "" : "Spoken"}`, { engine })
      }
    >
      {(state.kind === "off" || state.kind === "asking") && (
        <div className="flex flex-wrap gap-3">
          <Button
            variant={need.kind === "needed" ? "primary" : "outline"}
            onClick={open}
            aria-disabled={state.kind === "asking"}
          >
            {state.kind === "asking" ? <Spinner /> : <Mic aria-hidden />}
            {state.kind === "asking"
              ? t("microphone.asking")
              : t(need.kind === "needed" ? "microphone.open" : "microphone.openAnyway")}
          </Button>
          {need.kind === "needed" && mayType && (
            <Button variant="quiet" onClick={skip}>
              {t("microphone.skip")}
            </Button>
          )}
        </div>
      )}
      {state.kind === "skipped" && (
        <div className="space-y-3">
          <Says>{t("microphone.skipped")}</Says>
          <Button variant="outline" onClick={open}>
            <Mic aria-hidden />
            {t("microphone.undo")}
          </Button>
        </div>
      )}
      {state.kind === "failed" && (
        <DeviceFailureAlert kind="microphone" failure={state.failure} onRetry={open}>
          {mayType && (
            <Button variant="quiet" onClick={skip}>
              {t("microphone.skip")}
            </Button>
          )}
        </DeviceFailureAlert>
      )}
      {state.kind === "open" && (
        <OpenMicrophone
          bench={bench}
          device={state.device}
          isMuted={state.isMuted}
          onSkip={mayType ? skip : undefined}
        />
      )}
    </CheckItem>
  );
}

const tones = { listening: undefined, heard: "good", silent: "caution", quiet: "caution" } as const;

interface OpenMicrophoneProps {
  bench: CheckBench;
  device: OpenDevice;
  isMuted: boolean;
  /** Undefined where answers cannot be typed. */
  onSkip: (() => void) | undefined;
}

function OpenMicrophone({ bench, device, isMuted, onSkip }: OpenMicrophoneProps) {
  const { t } = useTranslation("check");
  const { microphones } = useStore(bench.devices);
  const hearing = useStore(bench.hearing);
  const advice = useStore(bench.sound);
  return (
    <div className="space-y-5">
      {device.isReplacement && <Alert tone="caution">{t("microphone.replaced")}</Alert>}
      <div className="space-y-2">
        <LevelBar label={t("microphone.level")} read={() => bench.hearing.position} />
        <Says tone={isMuted ? "caution" : tones[hearing]}>
          {isMuted ? t("microphone.muted") : t(`microphone.hearing.${hearing}`)}
        </Says>
      </div>
      {advice !== null && (
        <Alert role="status" tone="caution">
          {advice.detail}
        </Alert>
      )}
      <DeviceSelect
        label={t("microphone.choose")}
        devices={microphones}
        value={device.deviceId}
        onChoose={(deviceId) => void bench.microphone.open(deviceId)}
      />
      <Echo bench={bench} stream={device.stream} />
      {onSkip !== undefined && (
        <Button variant="link" size="inline" className="text-label" onClick={onSkip}>
          {t("microphone.skip")}
        </Button>
      )}
    </div>
  );
}

/** Hear yourself. */
function Echo({ bench, stream }: { bench: CheckBench; stream: MediaStream }) {
  const { t } = useTranslation("check");
  const state = useStore(bench.echo);
  const isBusy = state.kind === "recording" || state.kind === "playing";
  return (
    <div className="space-y-2">
      <Button
        variant="outline"
        aria-disabled={isBusy}
        onClick={() => {
          if (isBusy) return;
          bench.speaker.stop();
          void bench.echo.start(stream);
        }}
      >
        <Play aria-hidden />
        {t(state.kind === "idle" ? "microphone.echo.start" : "microphone.echo.again")}
      </Button>
      <Says>
        {state.kind === "idle" && <span className="text-muted">{t("microphone.echo.hint")}</span>}
        {state.kind === "recording" && t("microphone.echo.recording", { count: state.secondsLeft })}
        {state.kind === "playing" && t("microphone.echo.playing")}
        {state.kind === "played" && t("microphone.echo.played")}
        {state.kind === "failed" && t(`microphone.echo.failed.${state.reason}`)}
      </Says>
    </div>
  );
}
