import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { InterviewToReview, OpenedReview, OrganisationOut } from "@/client";
import { BackLink } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { Alert } from "@/components/ui/alert";
import { DownloadPdf } from "@/features/report/download-pdf";
import { positionName } from "@/features/interviews/position-name";
import { currentLanguage } from "@/i18n";
import { formatDateTime } from "@/lib/format";

import { RecruitingShell } from "../recruiting-shell";
import { AddedResume } from "./added-resume";
import { Opened } from "./opened";
import { OwnBands } from "./own-bands";
import { Agreement, Decisions, Notes, Reevaluations } from "./people";
import { reviewQuery } from "./queries";

interface ReviewPageProps {
  interviewId: string;
  organisation: OrganisationOut;
}

/** A screening interview as a member judges it: blind first, then beside what the machine and others gave. */
export function ReviewPage({ interviewId, organisation }: ReviewPageProps) {
  const { t } = useTranslation("review");
  const { t: common } = useTranslation();
  const { data: review } = useSuspenseQuery(reviewQuery(interviewId));
  const lead = [
    review.posting_title,
    positionName(review.position, common),
    review.ended_at === null ? null : formatDateTime(review.ended_at, currentLanguage()),
  ];
  return (
    <RecruitingShell
      organisation={organisation}
      back={<BackLink to={<Link to="/recruiting/candidates" />}>{t("back")}</BackLink>}
      title={review.candidate}
      lead={[...new Set(lead)].filter((part) => part !== null).join(" · ")}
    >
      <div className="space-y-8">
        {review.opened === null ? (
          <>
            <OwnBands review={review} />
            <Notes review={review} />
          </>
        ) : (
          <OpenReview review={review} opened={review.opened} />
        )}
      </div>
    </RecruitingShell>
  );
}

function OpenReview({ review, opened }: { review: InterviewToReview; opened: OpenedReview }) {
  const { t } = useTranslation("review");
  const [isBanding, setIsBanding] = useState(false);
  const isSubmitted = review.own?.submitted_at != null;
  return (
    <>
      <div className="flex flex-wrap gap-3">
        {review.ended_at !== null && (
          <DownloadPdf interviewId={review.interview_id} endedAt={review.ended_at} />
        )}
      </div>
      {!isSubmitted && (
        <Alert title={t(review.own === null ? "late.otherRubric" : "late.title")}>
          {review.own !== null && <p>{review.own.waiver_reason}</p>}
          <Button
            variant="outline"
            className="mt-3"
            onClick={() => {
              setIsBanding(!isBanding);
            }}
          >
            {t(isBanding ? "late.close" : "late.open")}
          </Button>
        </Alert>
      )}
      {isBanding && !isSubmitted ? <OwnBands review={review} /> : <Opened review={review} opened={opened} />}
      {opened.has_resume && <AddedResume interviewId={review.interview_id} />}
      <Agreement opened={opened} />
      <Notes review={review} />
      <Decisions review={review} opened={opened} />
      <Reevaluations key={review.plan_version} review={review} opened={opened} />
    </>
  );
}
