import { RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";

import type { DeviceFailure, DeviceKind } from "./devices";
import { browserOf, systemOf } from "./system";

interface DeviceFailureAlertProps {
  kind: DeviceKind;
  failure: DeviceFailure;
  onRetry: () => void;
  /** Another way on, such as going without. */
  children?: ReactNode;
}

/** Why a microphone or camera is not there, and how to get it back in this browser. Needs the texts of `devices`. */
export function DeviceFailureAlert({ kind, failure, onRetry, children }: DeviceFailureAlertProps) {
  const { t } = useTranslation("devices");
  const { t: common } = useTranslation();
  const device = t(`name.${kind}`);
  const { userAgent } = navigator;
  const name = failure.reason === "unknown" ? failure.name : "";

  return (
    <Alert tone="danger" role="alert" title={t(`failure.${failure.reason}.title`, { device })}>
      <p>{t(`failure.${failure.reason}.detail`, { device, name })}</p>
      {(failure.reason === "denied" || failure.reason === "blocked") && (
        <p>{t(`fix.${browserOf(userAgent)}`, { device })}</p>
      )}
      {failure.reason === "system" && <p>{t(`fixSystem.${systemOf(userAgent)}`, { device })}</p>}
      <div className="flex flex-wrap gap-3 pt-3">
        <Button variant="outline" onClick={onRetry}>
          <RotateCw aria-hidden />
          {common("error.retry")}
        </Button>
        {children}
      </div>
    </Alert>
  );
}
