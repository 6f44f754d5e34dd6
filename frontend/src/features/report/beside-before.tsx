import { Link } from "@tanstack/react-router";
import { ChevronDown } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { CriterionAttempt, EarlierAttempt, Language } from "@/client";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { RowHead, Table, TableCell, TableHead } from "@/components/ui/table";
import { currentLanguage } from "@/i18n";
import { formatDate } from "@/lib/format";

interface BesideBeforeProps {
  /** Null where the interview of before was erased. */
  attempt: EarlierAttempt | null;
  language: Language;
}

/** The bands of a question that was tried again beside those of before, and what was said then. */
export function BesideBefore({ attempt, language }: BesideBeforeProps) {
  const { t } = useTranslation("report");
  return (
    <section aria-labelledby="before" className="space-y-6">
      <div className="max-w-3xl space-y-2">
        <h2 id="before" className="text-headline">
          {t("again.title")}
        </h2>
        <p className="text-muted">
          {attempt === null ? (
            t("again.erased")
          ) : (
            <>
              {t("again.lead", { date: formatDate(attempt.ended_at, currentLanguage()) })}{" "}
              <Link
                to="/interviews/$interviewId/report"
                params={{ interviewId: attempt.interview_id }}
                className="text-accent underline underline-offset-4"
              >
                {t("again.report")}
              </Link>
            </>
          )}
        </p>
      </div>
      {attempt !== null && (
        <Card className="space-y-6">
          {!attempt.comparable && <Alert tone="caution" title={t("again.notComparable")} />}
          {attempt.criteria.length > 0 && <Bands attempt={attempt} language={language} />}
          <SaidBefore attempt={attempt} language={language} />
        </Card>
      )}
    </section>
  );
}

function Bands({ attempt, language }: { attempt: EarlierAttempt; language: Language }) {
  const { t } = useTranslation("report");
  const columns = [t("again.criterion"), t("again.before"), t("again.now"), t("again.change")];
  const [, before, now, change] = columns;
  return (
    <Table label={t("again.table")} stacks="beside">
      <thead>
        <tr>
          {columns.map((column) => (
            <TableHead key={column} scope="col">
              {column}
            </TableHead>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y border-y">
        {attempt.criteria.map((criterion) => (
          <tr key={criterion.criterion}>
            <RowHead lang={language} className="py-3 text-label">
              {criterion.name}
            </RowHead>
            <TableCell label={before} className="py-3 text-label figures">
              <Band band={criterion.before} />
            </TableCell>
            <TableCell label={now} className="py-3 text-label figures">
              <Band band={criterion.now} />
            </TableCell>
            <TableCell label={change} className="py-3 text-label text-muted">
              <Change criterion={criterion} isComparable={attempt.comparable} />
            </TableCell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Band({ band }: { band: number | null }) {
  const { t } = useTranslation("report");
  return band === null ? t("scores.unmeasured") : t("bandOf", { band });
}

/** A change is named only where judging again does not move the bands as far. */
function Change({ criterion, isComparable }: { criterion: CriterionAttempt; isComparable: boolean }) {
  const { t } = useTranslation("report");
  const { before, now, within_stability } = criterion;
  if (!isComparable || before === null || now === null) return t("again.cannotSay");
  if (before === now) return t("again.same");
  if (within_stability === true) return t("again.within");
  const way = t(now > before ? "again.higher" : "again.lower");
  return within_stability === null ? `${way} · ${t("again.once")}` : way;
}

function SaidBefore({ attempt, language }: { attempt: EarlierAttempt; language: Language }) {
  const { t } = useTranslation("report");
  const { text, follow_ups } = attempt.answer;
  return (
    <details className="group rounded-panel bg-sunken px-5 open:pb-5">
      <summary className="flex min-h-13 list-none items-center justify-between gap-3 rounded-panel text-label font-semibold [&::-webkit-details-marker]:hidden">
        {t("again.saidBefore")}
        <ChevronDown aria-hidden className="size-5 text-muted transition-[rotate] group-open:rotate-180" />
      </summary>
      <div className="space-y-4">
        {text === "" ? (
          <p className="text-muted">{t("noAnswer")}</p>
        ) : (
          <p lang={language} className="whitespace-pre-line">
            {text}
          </p>
        )}
        {follow_ups.map((followUp) => (
          <div key={followUp.turn} lang={language} className="space-y-1">
            <p className="text-label text-muted">{followUp.question}</p>
            <p className="whitespace-pre-line">{followUp.text}</p>
          </div>
        ))}
      </div>
    </details>
  );
}
