import { ScanFace } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CalibrationFailed } from "@/features/check/calibration-item";
import { Says } from "@/features/check/check-item";
import { useStore } from "@/lib/store";

import type { TrainingBench } from "./bench";

/** The measure that smile and tension are taken against, as the device check takes it. */
export function FaceAtRest({ bench, cameraName }: { bench: TrainingBench; cameraName: string }) {
  const { t } = useTranslation("training");
  const { t: check } = useTranslation("check");
  const state = useStore(bench.calibration);
  const link = useStore(bench.link);
  const isRunning = state.kind === "counting" || state.kind === "measuring" || state.kind === "saving";
  const isReady = link.kind === "connected" && !isRunning;
  return (
    <Card className="space-y-4 lg:col-span-2">
      <h2 className="text-title">{t("rest.title")}</h2>
      <p className="max-w-reading text-muted">{t("rest.why")}</p>
      <Button
        variant="outline"
        aria-disabled={!isReady}
        onClick={() => {
          if (isReady) void bench.calibration.start(cameraName);
        }}
      >
        <ScanFace aria-hidden />
        {check(state.kind === "idle" || isRunning ? "calibration.start" : "calibration.again")}
      </Button>
      {state.kind === "failed" ? (
        <CalibrationFailed failure={state.failure} />
      ) : (
        <Says>
          {state.kind === "counting" && check("calibration.counting", { count: state.secondsLeft })}
          {(state.kind === "measuring" || state.kind === "saving" || state.kind === "done") &&
            check(`calibration.${state.kind}`)}
        </Says>
      )}
    </Card>
  );
}
