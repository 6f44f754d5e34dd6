import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import { ChevronRight, FileText, MessagesSquare, Plus, ScanFace } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { AcceptedInvitation, InterviewOut, UserOut } from "@/client";
import { EmptyState } from "@/components/empty-state";
import { Page } from "@/components/page";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { acceptedQuery } from "@/features/invitation/queries";
import { currentLanguage } from "@/i18n";
import { formatDateTime, formatScore } from "@/lib/format";

import { positionName } from "./position-name";
import { PracticeProgress } from "./practice-progress";
import { interviewsQuery } from "./queries";
import { StatusBadge } from "./status-badge";
import { invitedBy, Upcoming } from "./upcoming";

export function CandidateHome({ user }: { user: UserOut }) {
  const { t } = useTranslation("home");
  const { data: interviews } = useSuspenseQuery(interviewsQuery);
  const { data: invitations } = useSuspenseQuery(acceptedQuery);
  const invitedTo = new Map(invitations.map((invitation) => [invitation.interview_id, invitation]));
  const isAhead = ({ id, status }: InterviewOut) =>
    invitedTo.has(id) && (status === "scheduled" || status === "live");
  const others = interviews.filter((interview) => !isAhead(interview));

  return (
    <Page title={t("title")} className="max-w-4xl">
      <div className="mb-10 flex flex-wrap items-end justify-between gap-x-8 gap-y-5">
        <div className="space-y-3">
          <h1 className="text-headline">{t("greeting", { name: user.full_name })}</h1>
          {others.length > 0 && <p className="text-lead text-muted">{t("lead")}</p>}
        </div>
        <div className="flex flex-wrap gap-3 max-sm:w-full">
          {interviews.length > 0 && <NewInterviewButton />}
          <ResumesButton />
          <TrainingButton />
        </div>
      </div>
      <Erased />
      <Upcoming interviews={interviews.filter(isAhead)} invitedTo={invitedTo} />
      <PracticeProgress interviews={interviews} />
      {interviews.length === 0 && <EmptyList />}
      {others.length > 0 && (
        <section aria-labelledby="interviews">
          <h2 id="interviews" className="mb-4 text-title">
            {t("list")}
          </h2>
          <ul className="space-y-3">
            {others.map((interview) => (
              <li key={interview.id}>
                <InterviewRow interview={interview} invitation={invitedTo.get(interview.id)} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </Page>
  );
}

/** Says so to whoever comes from erasing an interview, until they go on. */
function Erased() {
  const { t } = useTranslation("home");
  const { t: common } = useTranslation();
  const erased = useLocation({ select: ({ state }) => state.erased });
  if (erased === undefined) return null;
  return (
    <Alert role="status" className="mb-10" title={t(`erased.${erased.mode}`)}>
      <p>{common("receipt", { id: erased.receipt })}</p>
    </Alert>
  );
}

function EmptyList() {
  const { t } = useTranslation("home");
  return (
    <EmptyState Icon={MessagesSquare} title={t("empty.title")} detail={t("empty.detail")}>
      <NewInterviewButton />
    </EmptyState>
  );
}

function NewInterviewButton() {
  const { t } = useTranslation("home");
  return (
    <Button size="lg" className="max-sm:w-full" render={<Link to="/interviews/new" />}>
      <Plus aria-hidden />
      {t("newInterview")}
    </Button>
  );
}

function ResumesButton() {
  const { t } = useTranslation();
  return (
    <Button variant="outline" size="lg" className="max-sm:w-full" render={<Link to="/resumes" />}>
      <FileText aria-hidden />
      {t("nav.resumes")}
    </Button>
  );
}

function TrainingButton() {
  const { t } = useTranslation("home");
  return (
    <Button variant="outline" size="lg" className="max-sm:w-full" render={<Link to="/training" />}>
      <ScanFace aria-hidden />
      {t("training")}
    </Button>
  );
}

interface InterviewRowProps {
  interview: InterviewOut;
  /** What it is for, where an organisation invited to it. */
  invitation: AcceptedInvitation | undefined;
}

function InterviewRow({ interview, invitation }: InterviewRowProps) {
  const { t } = useTranslation("home");
  const { t: common } = useTranslation();
  const position = invitation?.title ?? positionName(interview.position, common);
  const date = formatDateTime(interview.start_time ?? interview.created_at, currentLanguage());

  const content = (
    <>
      <div className="min-w-0 flex-1 space-y-1 max-sm:basis-full">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-lead font-semibold">
          {position}
          <StatusBadge status={interview.status} />
          {interview.retry_of !== null && <Badge>{t("retry")}</Badge>}
          {invitation !== undefined && <Badge tone="accent">{t("screening.badge")}</Badge>}
        </p>
        {invitation !== undefined && <p className="text-label">{invitedBy(invitation)}</p>}
        <p className="text-label text-muted figures">
          {date}
          {" · "}
          {t("questions", { count: interview.question_count })}
          {" · "}
          {common(`language.${interview.language}`)}
        </p>
      </div>
      {interview.overall_score !== null && (
        <p className="text-lead font-semibold text-accent figures">
          {t("overall", { score: formatScore(interview.overall_score) })}
        </p>
      )}
    </>
  );

  const className = "flex items-center gap-4 rounded-card px-6 py-5 glass";
  if (interview.status === "cancelled") return <div className={className}>{content}</div>;
  if (interview.status !== "completed")
    return (
      <div className={`${className} flex-wrap`}>
        {content}
        <Continue interview={interview} label={t("continueOf", { position, date })} />
      </div>
    );
  return (
    <Link
      to="/interviews/$interviewId/report"
      params={{ interviewId: interview.id }}
      className={`${className} group transition-[border-color] hover:border-accent max-sm:flex-wrap`}
    >
      {content}
      <ChevronRight
        aria-hidden
        className="ml-auto size-6 shrink-0 text-muted transition-[translate] group-hover:translate-x-1 group-hover:text-accent"
      />
    </Link>
  );
}

/** Back to where it stopped: the device check of an interview that has not begun, the room of one that has. */
function Continue({ interview, label }: { interview: InterviewOut; label: string }) {
  const { t } = useTranslation("home");
  const params = { interviewId: interview.id };
  return (
    <Button
      variant="outline"
      aria-label={label}
      className="max-sm:w-full"
      render={
        interview.status === "live" ? (
          <Link to="/interviews/$interviewId/room" params={params} />
        ) : (
          <Link to="/interviews/$interviewId/check" params={params} />
        )
      }
    >
      {t("continue")}
    </Button>
  );
}
