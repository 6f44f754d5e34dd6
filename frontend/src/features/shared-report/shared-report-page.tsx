import { useQuery } from "@tanstack/react-query";
import { Printer } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { SharedReport } from "@/client";
import { ErrorPanel } from "@/components/error-panel";
import { Page } from "@/components/page";
import { PageHeader } from "@/components/page-header";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { positionName } from "@/features/interviews/position-name";
import { Answer } from "@/features/report/answer";
import { Competencies } from "@/features/report/competencies";
import { Remarks } from "@/features/report/remarks";
import { Scores } from "@/features/report/scores";
import { currentLanguage } from "@/i18n";
import { ApiError } from "@/lib/errors";
import { formatDate, formatDateTime } from "@/lib/format";

import { sharedReportQuery } from "./queries";

/** A report that its candidate shows to whoever has the link. */
export function SharedReportPage({ token }: { token: string }) {
  const { t } = useTranslation("sharing");
  const shared = useQuery(sharedReportQuery(token));
  if (shared.data !== undefined) return <Shared report={shared.data} />;
  // What is no token at all is a link that was cut off, and no field that could be corrected.
  if (shared.error instanceof ApiError && shared.error.status === 422) return <NoSharedReport />;
  if (shared.error instanceof ApiError && [404, 410].includes(shared.error.status))
    return <NoSharedReport detail={shared.error.message} />;
  return (
    <Page title={t("page.title")} className="max-w-reading">
      <NotIndexed />
      <h1 className="mb-8 text-headline">{t("page.title")}</h1>
      {shared.isError ? (
        <ErrorPanel error={shared.error} onRetry={() => void shared.refetch()} />
      ) : (
        <p role="status" className="flex items-center gap-3 text-muted">
          <Spinner />
          {t("page.opening")}
        </p>
      )}
    </Page>
  );
}

/** A link that shows nothing, any more or at all; `detail` is what the server says of it. */
export function NoSharedReport({ detail }: { detail?: string }) {
  const { t } = useTranslation("sharing");
  return (
    <Page title={t("page.title")} className="max-w-reading">
      <NotIndexed />
      <h1 className="mb-4 text-headline">{t("page.none")}</h1>
      <p role="alert" className="text-lead text-muted">
        {detail ?? t("page.noneDetail")}
      </p>
    </Page>
  );
}

function NotIndexed() {
  return <meta name="robots" content="noindex" />;
}

function Shared({ report }: { report: SharedReport }) {
  const { t } = useTranslation("sharing");
  const { t: own } = useTranslation("report");
  const { t: common } = useTranslation();
  const [lit, setLit] = useState<string | null>(null);
  const { name, parts, language, scores, competencies, strengths, next_steps, answers } = report;
  const until = formatDateTime(report.expires_at, currentLanguage());
  return (
    <Page title={t("page.title")}>
      <NotIndexed />
      <PageHeader
        title={name === null ? t("page.title") : t("page.titleOf", { name })}
        lead={`${positionName(report.position, common)} · ${formatDate(report.ended_at, currentLanguage())}`}
      >
        <Button
          variant="outline"
          className="print:hidden"
          onClick={() => {
            window.print();
          }}
        >
          <Printer aria-hidden />
          {t("page.print")}
        </Button>
      </PageHeader>
      <div className="space-y-14 sm:space-y-18">
        <div className="space-y-6">
          <Alert title={t("page.about", { parts: parts.map((part) => t(`part.${part}`)).join(" · ") })}>
            <p>{t("page.never")}</p>
            <p>{t("page.until", { date: until })}</p>
          </Alert>
          {scores !== null && (
            <>
              <Alert tone="caution" title={own("notValidated.title")}>
                {own("notValidated.detail")}
              </Alert>
              <Scores scores={scores} />
              <p lang={language} className="max-w-3xl text-lead whitespace-pre-line">
                {report.summary}
              </p>
            </>
          )}
        </div>
        {competencies !== null && <Competencies competencies={competencies} language={language} />}
        {strengths !== null && next_steps !== null && (
          <div className="grid gap-10 md:grid-cols-2">
            <Remarks title={own("strengths")} none={own("noStrengths")} remarks={strengths} report={report} />
            <Remarks
              title={own("nextSteps")}
              none={own("noNextSteps")}
              remarks={next_steps}
              report={report}
            />
          </div>
        )}
        <section aria-labelledby="answers" className="space-y-6">
          <div className="space-y-2">
            <h2 id="answers" className="text-headline">
              {t("page.questions")}
            </h2>
            {parts.includes("words") && <p className="text-muted print:hidden">{own("quoteHint")}</p>}
          </div>
          {answers.map((answer) => (
            <Answer
              key={answer.turn}
              answer={answer}
              isShared
              language={language}
              lit={lit}
              onLight={setLit}
            />
          ))}
        </section>
        {report.evaluator_model !== null && (
          <p className="text-caption text-muted">
            {own("evaluator", { model: report.evaluator_model })}
            {" · "}
            {own("createdAt", { date: formatDateTime(report.created_at, currentLanguage()) })}
          </p>
        )}
      </div>
    </Page>
  );
}
