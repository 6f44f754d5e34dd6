import { useTranslation } from "react-i18next";

import { Badge } from "@/components/ui/badge";

const STEPS = [1, 2, 3, 4];
const EXAMPLE_BAND = 3;

/** A picture of what a report looks like, labelled as the example it is. */
export function Example() {
  const { t } = useTranslation("landing");
  return (
    <figure className="space-y-4">
      <div className="space-y-5 rounded-card p-7 glass sm:p-8">
        <div className="flex items-start justify-between gap-4">
          <p className="text-lead font-semibold">{t("example.question")}</p>
          <Badge>{t("example.label")}</Badge>
        </div>
        <p className="leading-[1.9]">
          {t("example.before")}
          <mark className="rounded-mark bg-lit box-decoration-clone px-1 py-0.5 text-ink">
            {t("example.quote")}
          </mark>
          {t("example.after")}
        </p>
        <div className="flex flex-wrap items-center justify-between gap-3 border-t pt-5">
          <p className="font-semibold">{t("example.criterion")}</p>
          <span aria-hidden className="flex gap-1">
            {STEPS.map((step) => (
              <span
                key={step}
                className={`h-2.5 w-7 rounded-full ${step <= EXAMPLE_BAND ? "bg-accent" : "bg-sunken inset-ring inset-ring-line"}`}
              />
            ))}
          </span>
        </div>
        <p className="text-label text-muted">{t("example.missing")}</p>
      </div>
      <figcaption className="px-2 text-caption text-muted">{t("example.caption")}</figcaption>
    </figure>
  );
}
