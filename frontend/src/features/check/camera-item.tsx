import { Camera } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { DeviceFailureAlert } from "@/features/media/device-failure";
import type { OpenDevice } from "@/features/media/devices";
import { useStore } from "@/lib/store";

import type { CheckBench } from "./bench";
import { CameraPicture } from "./camera-picture";
import { CheckItem, Says } from "./check-item";
import { DeviceSelect } from "./device-select";
import { cameraStatus, isCameraUsed, type Checked } from "./readiness";

export function CameraItem({ bench, checked }: { bench: CheckBench; checked: Checked }) {
  const { t } = useTranslation("check");
  const { camera } = bench;
  const state = useStore(camera);
  const open = () => {
    if (camera.state.kind !== "asking") void camera.open();
  };
  const skip = () => {
    camera.skip();
  };
  const isUsed = isCameraUsed(checked);
  const isIdle = state.kind === "off" || state.kind === "asking";

  return (
    <CheckItem
      title={t("camera.title")}
      note={t("camera.optional")}
      status={cameraStatus(checked)}
      why={t(checked.isWatched ? "camera.why" : isUsed ? "camera.whyRecorded" : "camera.unneeded")}
    >
      {isIdle && isUsed && (
        <div className="flex flex-wrap gap-3">
          <Button variant="outline" onClick={open} aria-disabled={state.kind === "asking"}>
            {state.kind === "asking" ? <Spinner /> : <Camera aria-hidden />}
            {t(state.kind === "asking" ? "camera.asking" : "camera.open")}
          </Button>
          <Button variant="outline" onClick={skip}>
            {t("camera.skip")}
          </Button>
        </div>
      )}
      {state.kind === "skipped" && isUsed && (
        <div className="space-y-3">
          <Says>{t(checked.isWatched ? "camera.skipped" : "camera.skippedRecorded")}</Says>
          <Button variant="outline" onClick={open}>
            <Camera aria-hidden />
            {t("camera.open")}
          </Button>
        </div>
      )}
      {state.kind === "failed" && (
        <DeviceFailureAlert kind="camera" failure={state.failure} onRetry={open}>
          <Button variant="quiet" onClick={skip}>
            {t("camera.skip")}
          </Button>
        </DeviceFailureAlert>
      )}
      {state.kind === "open" && (
        <OpenCamera bench={bench} device={state.device} isMuted={state.isMuted} onSkip={skip} />
      )}
    </CheckItem>
  );
}

interface OpenCameraProps {
  bench: CheckBench;
  device: OpenDevice;
  isMuted: boolean;
  onSkip: () => void;
}

function OpenCamera({ bench, device, isMuted, onSkip }: OpenCameraProps) {
  const { t } = useTranslation("check");
  const { cameras } = useStore(bench.devices);
  const face = useStore(bench.face);
  return (
    <div className="space-y-5">
      {device.isReplacement && <Alert tone="caution">{t("camera.replaced")}</Alert>}
      <CameraPicture stream={device.stream}>
        {(isDark) => {
          if (isMuted) return t("camera.muted");
          if (isDark) return t("camera.dark");
          return face === "unknown" ? null : t(`camera.face.${face}`);
        }}
      </CameraPicture>
      <DeviceSelect
        label={t("camera.choose")}
        devices={cameras}
        value={device.deviceId}
        onChoose={(deviceId) => void bench.camera.open(deviceId)}
      />
      <Button variant="link" size="inline" className="text-label" onClick={onSkip}>
        {t("camera.skip")}
      </Button>
    </div>
  );
}
