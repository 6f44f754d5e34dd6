import { Link } from "@tanstack/react-router";
import { ArrowRight } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { AcceptedInvitation, InterviewOut } from "@/client";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { currentLanguage } from "@/i18n";
import { formatDateTime } from "@/lib/format";

import { StatusBadge } from "./status-badge";

interface UpcomingProps {
  interviews: readonly InterviewOut[];
  invitedTo: ReadonlyMap<string, AcceptedInvitation>;
}

/** The interviews that organisations wait for, each with how long one may still take it. */
export function Upcoming({ interviews, invitedTo }: UpcomingProps) {
  const { t } = useTranslation("home");
  if (interviews.length === 0) return null;
  return (
    <section aria-labelledby="upcoming" className="mb-12">
      <h2 id="upcoming" className="mb-4 text-title">
        {t("upcoming")}
      </h2>
      <ul className="space-y-3">
        {interviews.map((interview) => {
          const invitation = invitedTo.get(interview.id);
          return (
            invitation && (
              <li key={interview.id}>
                <UpcomingRow interview={interview} invitation={invitation} />
              </li>
            )
          );
        })}
      </ul>
    </section>
  );
}

interface UpcomingRowProps {
  interview: InterviewOut;
  invitation: AcceptedInvitation;
}

function UpcomingRow({ interview, invitation }: UpcomingRowProps) {
  const { t } = useTranslation("home");
  const { t: common } = useTranslation();
  const { title, organisation } = invitation;
  const chance = chanceOf(interview, invitation, new Date());
  const params = { interviewId: interview.id };
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-4 rounded-card px-6 py-5 glass">
      <div className="min-w-0 flex-1 basis-72 space-y-1">
        <h3 className="flex flex-wrap items-center gap-x-3 gap-y-1 text-lead">
          {title}
          <StatusBadge status={interview.status} />
          <Badge tone="accent">{t("screening.badge")}</Badge>
        </h3>
        <p className="text-label">{invitedBy(invitation)}</p>
        <p className="text-label font-semibold text-caution figures">
          {t(`screening.${chance.kind}`, {
            organisation,
            date: chance.date === null ? "" : formatDateTime(chance.date, currentLanguage()),
          })}
        </p>
        <p className="text-label text-muted figures">
          {t("questions", { count: interview.question_count })}
          {" · "}
          {common(`language.${interview.language}`)}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-3 max-sm:w-full">
        <Button
          variant="link"
          size="inline"
          className="text-label"
          aria-label={t("screening.rightsOf", { position: title })}
          render={<Link to="/interviews/$interviewId/explanation" params={params} />}
        >
          {t("screening.rights")}
        </Button>
        {chance.kind !== "closed" && (
          <Button
            className="max-sm:w-full"
            render={
              interview.status === "live" ? (
                <Link to="/interviews/$interviewId/room" params={params} />
              ) : (
                <Link to="/interviews/$interviewId/check" params={params} />
              )
            }
          >
            {t(interview.status === "live" ? "continue" : "screening.begin")}
            <ArrowRight aria-hidden />
          </Button>
        )}
      </div>
    </div>
  );
}

type Chance =
  { kind: "goesOn" | "closed" | "anyTime"; date: null } | { kind: "from" | "until"; date: string };

/** Until or from when an interview that is not over may be taken. */
export function chanceOf(
  { status }: Pick<InterviewOut, "status">,
  {
    is_open,
    window_opens,
    window_closes,
  }: Pick<AcceptedInvitation, "is_open" | "window_opens" | "window_closes">,
  now: Date,
): Chance {
  if (status === "live") return { kind: "goesOn", date: null };
  if (!is_open) return { kind: "closed", date: null };
  if (window_opens !== null && new Date(window_opens) > now) return { kind: "from", date: window_opens };
  return window_closes === null ? { kind: "anyTime", date: null } : { kind: "until", date: window_closes };
}

export function invitedBy({ company, organisation }: AcceptedInvitation): string {
  return organisation === company ? company : `${company} · ${organisation}`;
}
