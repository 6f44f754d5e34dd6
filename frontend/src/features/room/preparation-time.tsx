import { Play, Timer } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/button";

import { formatElapsed } from "./elapsed";
import type { Preparation } from "./room-state";

interface PreparationTimeProps {
  preparation: Preparation;
  onStart: () => void;
}

/** A screen reader hears how much there is at first, and again when so little is left. */
const LITTLE_SECONDS = 10;

/** The time to prepare an answer runs down; the candidate may start before. */
export function PreparationTime({ preparation, onStart }: PreparationTimeProps) {
  const { t } = useTranslation("room");
  const left = useSecondsLeft(preparation);
  const given = Math.round(preparation.seconds);
  const isLittle = left <= LITTLE_SECONDS && given > LITTLE_SECONDS;
  return (
    <section
      aria-label={t("preparation.label")}
      className="mx-auto flex w-fit max-w-full flex-wrap items-center justify-center gap-x-5 gap-y-3 rounded-panel bg-accent-soft px-5 py-3"
    >
      <p className="flex items-center gap-2.5">
        <Timer aria-hidden className="size-5 text-accent" />
        <span aria-hidden className="text-label">
          {t("preparation.label")}
        </span>
        <span role="timer" aria-live="off" className="min-w-14 text-lead font-semibold figures">
          {formatElapsed(left * 1_000)}
        </span>
      </p>
      <span role="status" className="sr-only">
        {t("preparation.left", { count: isLittle ? LITTLE_SECONDS : given })}
      </span>
      <Button variant="outline" onClick={onStart}>
        <Play aria-hidden />
        {t("preparation.start")}
      </Button>
    </section>
  );
}

/** Whole seconds from when the preparation was told, down to 0. */
function useSecondsLeft(preparation: Preparation): number {
  const [passed, setPassed] = useState(0);
  useEffect(() => {
    const told = performance.now();
    const timer = setInterval(() => {
      setPassed((performance.now() - told) / 1_000);
    }, 250);
    return () => {
      clearInterval(timer);
    };
  }, [preparation]);
  return Math.max(0, Math.ceil(preparation.seconds - passed));
}
