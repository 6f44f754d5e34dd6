import { useTranslation } from "react-i18next";

import type { JudgeVariant, Mean } from "@/client";
import { TableCell } from "@/components/ui/table";
import { currentLanguage } from "@/i18n";
import { formatShare, formatTenths } from "@/lib/format";

import { VariantTable } from "./variant-table";

const COLUMNS = ["judgements", "score", "bands", "unscored", "width", "effort"] as const;

/** What the judgements of each variant look like, beside each other. */
export function JudgeTable({ variants }: { variants: JudgeVariant[] }) {
  const { t } = useTranslation("admin");
  return (
    <>
      <VariantTable
        label={t("variants.judges.title")}
        columns={COLUMNS.map((column) => t(`variants.judges.${column}`))}
        variants={variants}
        className="min-w-260"
      >
        {(variant) => <Cells {...variant} />}
      </VariantTable>
      <p className="max-w-reading px-4 text-caption text-muted">{t("variants.judges.note")}</p>
    </>
  );
}

function Cells(variant: JudgeVariant) {
  const { t } = useTranslation("admin");
  const { judgements, interviews, score, bands, stability_width, tokens, seconds } = variant;
  return (
    <>
      <TableCell className="whitespace-nowrap figures">
        {t("variants.judges.count", { count: judgements })}
        <Small>{t("variants.judges.interviews", { count: interviews })}</Small>
      </TableCell>
      <MeanCell mean={score} />
      <TableCell>
        <Bands counts={bands} />
      </TableCell>
      <TableCell>
        <Unscored {...variant} />
      </TableCell>
      <MeanCell mean={stability_width} />
      <TableCell className="whitespace-nowrap figures">
        {seconds.value === null
          ? "–"
          : t("variants.judges.seconds", { seconds: formatSeconds(seconds.value) })}
        {tokens.value !== null && (
          <Small>
            {t("variants.judges.tokens", {
              tokens: formatTenths(Math.round(tokens.value), currentLanguage()),
            })}
          </Small>
        )}
      </TableCell>
    </>
  );
}

function Small({ children }: { children: string }) {
  return <span className="block text-caption text-muted">{children}</span>;
}

function MeanCell({ mean }: { mean: Mean }) {
  const { t } = useTranslation("admin");
  return (
    <TableCell className="whitespace-nowrap figures">
      {mean.value === null ? "–" : formatTenths(mean.value, currentLanguage())}
      {mean.n > 0 && <Small>{t("variants.judges.of", { count: mean.n })}</Small>}
    </TableCell>
  );
}

/** With a decimal; the embedded judge takes less. */
function formatSeconds(seconds: number): string {
  return seconds < 0.1 ? "<\u20090.1" : formatTenths(seconds, currentLanguage());
}

/** How often each band was given: a column each, and the same in words. */
function Bands({ counts }: { counts: number[] }) {
  const { t } = useTranslation("admin");
  const most = Math.max(...counts, 1);
  return (
    <ul className="flex h-20 items-end gap-1.5 figures" aria-label={t("variants.judges.bands")}>
      {counts.map((count, band) => (
        <li key={band} className="relative flex h-full w-8 flex-col items-center justify-end text-caption">
          <span className="sr-only">{t("variants.judges.band", { band, count })}</span>
          <span aria-hidden className="text-muted">
            {count}
          </span>
          <span
            aria-hidden
            className="rounded-t w-full bg-accent"
            style={{ height: `${(45 * count) / most}%` }}
          />
          <span aria-hidden className="w-full border-t text-center font-semibold">
            {band}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Unscored({ abstentions, flags }: JudgeVariant) {
  const { t } = useTranslation("admin");
  const { t: common } = useTranslation();
  const reasons = Object.entries(abstentions);
  if (reasons.length === 0) return "–";
  return (
    <ul className="space-y-1 text-label">
      {reasons.map(([reason, share]) => (
        <li key={reason} className="figures">
          {formatShare(share, currentLanguage())} · {common(`reason.${reason as keyof typeof abstentions}`)}
        </li>
      ))}
      {Object.entries(flags).map(([flag, count]) => (
        <li key={flag} className="text-caption text-muted figures">
          {t(`variants.flag.${flag as keyof typeof flags}`, { count })}
        </li>
      ))}
    </ul>
  );
}
