import { ScanFace } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { describeError } from "@/lib/errors";
import { useStore } from "@/lib/store";

import type { CheckBench } from "./bench";
import type { CalibrationFailure } from "./calibration";
import { CheckItem, Says } from "./check-item";
import { calibrationLacks, calibrationStatus, type Checked } from "./readiness";

interface CalibrationItemProps {
  bench: CheckBench;
  checked: Checked;
  /** The open camera's name, or null without one. */
  cameraName: string | null;
}

export function CalibrationItem({ bench, checked, cameraName }: CalibrationItemProps) {
  const { t } = useTranslation("check");
  const state = useStore(bench.calibration);
  const lacks = calibrationLacks(checked);
  const isRunning = state.kind === "counting" || state.kind === "measuring" || state.kind === "saving";

  return (
    <CheckItem
      title={t("calibration.title")}
      note={t("camera.optional")}
      status={calibrationStatus(checked)}
      why={t("calibration.why")}
    >
      {lacks !== null || cameraName === null ? (
        <Says>{t(`calibration.needs.${lacks ?? "camera"}`)}</Says>
      ) : (
        <>
          <div className="flex flex-wrap gap-3">
            <Button
              variant="outline"
              aria-disabled={isRunning}
              onClick={() => {
                if (!isRunning) void bench.calibration.start(cameraName);
              }}
            >
              <ScanFace aria-hidden />
              {t(state.kind === "idle" || isRunning ? "calibration.start" : "calibration.again")}
            </Button>
            {(state.kind === "idle" || state.kind === "failed") && (
              <Button
                variant="quiet"
                onClick={() => {
                  bench.calibration.skip();
                }}
              >
                {t("calibration.skip")}
              </Button>
            )}
          </div>
          {state.kind === "failed" ? (
            <CalibrationFailed failure={state.failure} />
          ) : (
            <Says>
              {state.kind === "counting" && t("calibration.counting", { count: state.secondsLeft })}
              {(state.kind === "measuring" ||
                state.kind === "saving" ||
                state.kind === "done" ||
                state.kind === "skipped") &&
                t(`calibration.${state.kind}`)}
            </Says>
          )}
        </>
      )}
    </CheckItem>
  );
}

export function CalibrationFailed({ failure }: { failure: CalibrationFailure }) {
  const { t } = useTranslation("check");
  const { t: common } = useTranslation();
  switch (failure.reason) {
    case "no-face":
      return (
        <Alert tone="danger" role="alert" title={t("calibration.failed.noFace.title")}>
          {t("calibration.failed.noFace.detail")}
        </Alert>
      );
    case "no-answer":
      return (
        <Alert tone="danger" role="alert" title={t("calibration.failed.noAnswer.title")}>
          {t("calibration.failed.noAnswer.detail")}
        </Alert>
      );
    case "refused":
      return (
        <Alert tone="danger" role="alert" title={t("calibration.failed.refused.title")}>
          {failure.detail}
        </Alert>
      );
    case "not-saved":
      return (
        <Alert tone="danger" role="alert" title={t("calibration.failed.notSaved.title")}>
          {describeError(failure.error, common)}
        </Alert>
      );
  }
}
