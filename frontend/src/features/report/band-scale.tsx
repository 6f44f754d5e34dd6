import { useTranslation } from "react-i18next";

import { cn } from "@/lib/cn";

const STEPS = [1, 2, 3, 4] as const;

/** A band from 0 to 4: its number and as many filled steps. */
export function BandScale({ band }: { band: number }) {
  const { t } = useTranslation("report");
  return (
    <div className="flex items-center gap-3">
      <span aria-hidden className="flex gap-1">
        {STEPS.map((step) => (
          <span
            key={step}
            className={cn(
              "h-2.5 w-7 rounded-full",
              step <= band ? "bg-accent" : "bg-sunken inset-ring inset-ring-line",
            )}
          />
        ))}
      </span>
      <span className="text-label font-semibold figures">
        <span aria-hidden>{t("band", { band })}</span>
        <span className="sr-only">{t("bandOf", { band })}</span>
      </span>
    </div>
  );
}
