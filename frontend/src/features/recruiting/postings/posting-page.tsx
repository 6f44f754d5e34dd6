import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { OrganisationOut, PostingOut } from "@/client";
import { BackLink } from "@/components/page-header";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { describeError } from "@/lib/errors";

import { PostingNav } from "../posting-nav";
import { RecruitingShell } from "../recruiting-shell";
import { mayActAs } from "../roles";
import { asChange, draftOf } from "./draft";
import { PlanSection } from "./plan-section";
import { PostingForm } from "./posting-form";
import { companiesQuery, postingQuery, usePostingChanges } from "./queries";
import { StateBadge } from "./state-badge";

interface PostingPageProps {
  organisation: OrganisationOut;
  postingId: string;
}

/** A posting: whether it takes interviews, what everybody is asked, and what it says. */
export function PostingPage({ organisation, postingId }: PostingPageProps) {
  const { t } = useTranslation("postings");
  const { data: posting } = useSuspenseQuery(postingQuery(postingId));
  const { data: companies } = useSuspenseQuery(companiesQuery(organisation.id));
  const { saving } = usePostingChanges(postingId);
  const mayChange = mayActAs(organisation.role, "recruiter");
  return (
    <RecruitingShell
      organisation={organisation}
      back={<BackLink to={<Link to="/recruiting/postings" />}>{t("title")}</BackLink>}
      title={posting.title}
      lead={
        <span className="flex flex-wrap items-center gap-3">
          <StateBadge state={posting.state} />
          {posting.company}
        </span>
      }
    >
      <PostingNav postingId={postingId} />
      <div className="max-w-4xl space-y-14">
        {mayChange && <StateButtons posting={posting} />}
        <PlanSection posting={posting} mayChange={mayChange} />
        {mayChange && (
          <section aria-labelledby="content" className="space-y-6">
            <h2 id="content" className="text-title">
              {t("content")}
            </h2>
            <PostingForm
              key={posting.updated_at}
              initial={draftOf(posting)}
              companies={companies}
              isOpen={posting.state === "open"}
              saving={saving}
              save={t("save")}
              onSave={(draft) => {
                saving.mutate(asChange(draft));
              }}
            />
          </section>
        )}
      </div>
    </RecruitingShell>
  );
}

function StateButtons({ posting }: { posting: PostingOut }) {
  const { t } = useTranslation("postings");
  const { t: common } = useTranslation();
  const { moving } = usePostingChanges(posting.id);
  const next = posting.state === "open" ? "closed" : "open";
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center gap-4">
        <Button
          variant={next === "open" ? "primary" : "outline"}
          disabled={moving.isPending || (next === "open" && posting.plan_version === 0)}
          onClick={() => {
            moving.mutate(next);
          }}
        >
          {t(`move.${next}`)}
        </Button>
        <p className="max-w-reading text-label text-muted">
          {t(posting.plan_version === 0 ? "move.planFirst" : `move.${next}Hint`)}
        </p>
      </div>
      {moving.isError && (
        <Alert tone="danger" role="alert">
          {describeError(moving.error, common)}
        </Alert>
      )}
    </div>
  );
}
