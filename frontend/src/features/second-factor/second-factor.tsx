import { useQuery } from "@tanstack/react-query";
import { ShieldCheck, ShieldOff } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ErrorPanel } from "@/components/error-panel";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";

import { secondFactorQuery } from "./queries";
import { SetUpDialog } from "./set-up-dialog";
import { TurnOffDialog } from "./turn-off-dialog";

/** Whether sign-in asks for a code beside the password, and how that is changed. */
export function SecondFactor() {
  const { t } = useTranslation("settings");
  const { data: state, error, refetch } = useQuery(secondFactorQuery);
  const [open, setOpen] = useState<"set-up" | "turn-off" | null>(null);
  const close = () => {
    setOpen(null);
  };
  if (error !== null)
    return (
      <ErrorPanel
        error={error}
        onRetry={() => {
          void refetch();
        }}
      />
    );
  return (
    <div className="space-y-4">
      <p className="max-w-reading text-muted">{t("secondFactor.lead")}</p>
      {state !== undefined && (
        <div className="flex flex-wrap items-center gap-4">
          <Badge tone={state.is_on ? "good" : "neutral"}>
            {t(state.is_on ? "secondFactor.on" : "secondFactor.off")}
          </Badge>
          {state.is_on && (
            <p className="text-label text-muted figures">
              {t("secondFactor.left", { count: state.recovery_codes_left })}
            </p>
          )}
          <Button
            variant="outline"
            onClick={() => {
              setOpen(state.is_on ? "turn-off" : "set-up");
            }}
          >
            {state.is_on ? <ShieldOff aria-hidden /> : <ShieldCheck aria-hidden />}
            {t(state.is_on ? "secondFactor.turnOff.open" : "secondFactor.setUp.open")}
          </Button>
        </div>
      )}
      {open === "set-up" && <SetUpDialog onClose={close} />}
      {open === "turn-off" && <TurnOffDialog onClose={close} />}
    </div>
  );
}
