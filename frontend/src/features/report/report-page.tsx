import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Scale } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { InterviewOut, ReportAsRead } from "@/client";
import { Page } from "@/components/page";
import { BackLink, PageHeader } from "@/components/page-header";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CorrectAnswers } from "@/features/corrections/correct-answers";
import { LastHeard } from "@/features/corrections/last-heard";
import { positionName } from "@/features/interviews/position-name";
import { interviewQuery } from "@/features/interviews/queries";
import { currentLanguage } from "@/i18n";
import { formatDateTime } from "@/lib/format";

import { Answer } from "./answer";
import { MOMENT_ID } from "./coaching/heard-words";
import { useMoment } from "./coaching/use-moment";
import { BesideBefore } from "./beside-before";
import { Competencies } from "./competencies";
import { DeliverySection } from "./delivery-section";
import { DownloadPdf } from "./download-pdf";
import { Earlier } from "./earlier";
import { Feedback } from "./feedback";
import { FailedReport, MakeAgain } from "./make-again";
import { PlaybackSection, type PlaybackHandle } from "./playback/playback-section";
import { Playhead } from "./playback/playhead";
import { isBeingMade, reportQuery } from "./queries";
import { Remarks } from "./remarks";
import { Scores } from "./scores";
import { ShareReport } from "./sharing/share-report";
import { TryAgain } from "./try-again";
import { useReportProgress } from "./use-report-progress";
import { WaitingForReport } from "./waiting";

export function ReportPage({ interviewId }: { interviewId: string }) {
  const { t } = useTranslation("report");
  const { t: common } = useTranslation();
  const { t: rights } = useTranslation("rights");
  const { data: interview } = useSuspenseQuery(interviewQuery(interviewId));
  const { data: report } = useSuspenseQuery(reportQuery(interviewId));
  const progress = useReportProgress(interviewId, {
    enabled: isBeingMade(report) && interview.status !== "cancelled",
  });
  const [isCorrecting, setIsCorrecting] = useState(false);
  const posting = report === null || report === "failed" ? null : report.posting;
  const about = posting === null ? positionName(interview.position, common) : t("heldFor", posting);
  const date = formatDateTime(interview.start_time ?? interview.created_at, currentLanguage());

  return (
    <Page title={t("title")}>
      <PageHeader
        back={<BackLink to={<Link to="/home" />}>{t("back")}</BackLink>}
        title={t("title")}
        lead={`${about} · ${date}`}
      >
        {report !== null && report !== "failed" && (
          <div className="flex flex-wrap items-start gap-3">
            <DownloadPdf interviewId={interviewId} endedAt={report.ended_at} />
            {interview.mode === "practice" && (
              <>
                <ShareReport interviewId={interviewId} />
                <MakeAgain interviewId={interviewId} />
              </>
            )}
          </div>
        )}
      </PageHeader>

      <p className="mb-10 flex flex-wrap gap-x-6 gap-y-2">
        <Button
          variant="link"
          size="inline"
          render={<Link to="/interviews/$interviewId/explanation" params={{ interviewId }} />}
        >
          <Scale aria-hidden />
          {rights("explanation.link")}
        </Button>
        {interview.mode === "screening" && (
          <Button variant="link" size="inline" render={<Link to="/judging" />}>
            {t("howJudged")}
          </Button>
        )}
      </p>
      {interview.status === "completed" && (report === null || isCorrecting) && (
        <div className="mb-10">
          <LastHeard interviewId={interviewId} language={interview.language} onEditing={setIsCorrecting} />
        </div>
      )}
      {report === "failed" ? (
        <FailedReport interviewId={interviewId} mode={interview.mode} />
      ) : report !== null ? (
        <ReportBody report={report} interview={interview} />
      ) : interview.status === "completed" ? (
        <WaitingForReport progress={progress} total={Math.max(progress.size, 1)} />
      ) : (
        <NoReport status={interview.status} />
      )}
      {interview.status === "completed" && (
        <div className="mt-14 border-t pt-10">
          <Feedback interviewId={interviewId} />
        </div>
      )}
    </Page>
  );
}

function NoReport({ status }: { status: Exclude<InterviewOut["status"], "completed"> }) {
  const { t } = useTranslation("report");
  return (
    <Card className="max-w-reading space-y-3 sm:p-10">
      <h2 className="text-title">{t(`notYet.${status}.title`)}</h2>
      <p className="text-muted">{t(`notYet.${status}.detail`)}</p>
    </Card>
  );
}

function ReportBody({ report, interview }: { report: ReportAsRead; interview: InterviewOut }) {
  const { t } = useTranslation("report");
  const [lit, setLit] = useState<string | null>(null);
  const playback = useRef<PlaybackHandle>(null);
  const [playhead] = useState(() => new Playhead());
  const moment = useMoment(interview.id, report.answers);
  const isPractice = interview.mode === "practice";

  return (
    <div className="space-y-14 sm:space-y-18">
      <div className="space-y-6">
        <div role="status" className="empty:hidden">
          {report.being_made && <Alert title={t("remake.making.title")}>{t("remake.making.detail")}</Alert>}
        </div>
        <Alert tone="caution" title={t("notValidated.title")}>
          {t(isPractice ? "notValidated.detail" : "notValidated.detailScreening")}
        </Alert>
        <Scores scores={report} />
      </div>

      <section aria-labelledby="summary" className="space-y-8">
        <div className="max-w-3xl space-y-4">
          <h2 id="summary" className="text-headline">
            {t("summary")}
          </h2>
          <p lang={report.language} className="text-lead whitespace-pre-line">
            {report.summary}
          </p>
        </div>
        <div className="grid gap-10 md:grid-cols-2">
          <Remarks
            title={t("strengths")}
            none={t("noStrengths")}
            remarks={report.strengths}
            report={report}
          />
          <Remarks
            title={t(isPractice ? "nextSteps" : report.names_key_points ? "notFound" : "lessFound")}
            none={t(isPractice ? "noNextSteps" : "nothingMissing")}
            remarks={report.next_steps}
            report={report}
          />
        </div>
      </section>

      <Competencies competencies={report.competencies} language={report.language} />

      {interview.retry_of === null ? (
        <Earlier report={report} />
      ) : (
        <BesideBefore attempt={report.earlier_attempt} language={report.language} />
      )}

      <section aria-labelledby="answers" className="space-y-6">
        <div className="space-y-2">
          <h2 id="answers" className="text-headline">
            {t("answers")}
          </h2>
          <p className="text-muted">{t("quoteHint")}</p>
          {!report.names_key_points && <p className="text-muted">{t("withoutKeyPoints")}</p>}
        </div>
        {report.answers.map((answer) => (
          <Answer
            key={answer.turn}
            answer={answer}
            language={report.language}
            lit={lit}
            onLight={setLit}
            moment={moment.quote?.turn === answer.turn ? moment.quote : null}
            correction={
              <CorrectAnswers
                interviewId={interview.id}
                turns={[answer.asked_in ?? answer.turn, ...answer.follow_ups.map(({ turn }) => turn)]}
                language={report.language}
              />
            }
            action={
              isPractice && answer.asked_in !== null ? (
                <TryAgain interviewId={interview.id} number={answer.turn} />
              ) : undefined
            }
          />
        ))}
      </section>

      {isPractice && (
        <PlaybackSection
          ref={playback}
          playhead={playhead}
          interviewId={interview.id}
          language={report.language}
          answers={report.answers}
        />
      )}

      {isPractice && (
        <DeliverySection
          interviewId={interview.id}
          answers={report.answers}
          playhead={playhead}
          onMoment={(turn, second) => {
            if (playback.current?.playAnswer(turn, second) === true) return;
            setLit(MOMENT_ID);
            void moment.show(turn, second);
          }}
        />
      )}

      <p className="text-caption text-muted">
        {t("evaluator", { model: report.evaluator_model })}
        {judgedTimes(report) > 1 && ` (${t("judgedTimes", { times: judgedTimes(report) })})`}
        {report.plan_version !== null && ` · ${t("planVersion", { version: report.plan_version })}`}
        {" · "}
        {t("createdAt", { date: formatDateTime(report.created_at, currentLanguage()) })}
      </p>
    </div>
  );
}

/** How often all answers have been judged; one that was corrected, more often. */
function judgedTimes(report: ReportAsRead): number {
  return Math.min(...report.answers.flatMap(({ evaluation_version }) => evaluation_version ?? []));
}
