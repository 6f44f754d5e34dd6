import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { OrganisationOut, PostingOut } from "@/client";
import { Failure } from "@/components/failure";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { configQuery } from "@/features/interviews/queries";
import { responds, unheard } from "@/features/interviews/speech";

import { PostingShell } from "../posting-shell";
import { mayActAs } from "../roles";
import { AgreementSection } from "./agreement-section";
import { DeletePosting } from "./delete-posting";
import { asChange, draftOf } from "./draft";
import { ExportButton } from "./export-button";
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
    <PostingShell
      organisation={organisation}
      posting={posting}
      page="nav.posting"
      lead={
        <span className="flex flex-wrap items-center gap-3">
          <StateBadge state={posting.state} />
          {posting.company}
        </span>
      }
      action={<ExportButton posting={posting} />}
    >
      <div className="max-w-4xl space-y-14">
        {mayChange && <StateButtons posting={posting} />}
        <PlanSection posting={posting} mayChange={mayChange} />
        {posting.interviews.completed !== 0 && <AgreementSection postingId={postingId} />}
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
        {mayActAs(organisation.role, "owner") && <DeletePosting posting={posting} />}
      </div>
    </PostingShell>
  );
}

/** Says in time that nobody could answer: before it is opened, and when the recogniser was changed since. */
function Unheard({ posting }: { posting: PostingOut }) {
  const { t } = useTranslation("postings");
  const { t: common } = useTranslation();
  const { data: config } = useQuery(configQuery);
  if (config === undefined || posting.accommodations.typed_answers) return null;
  const { stt } = config.engines;
  if (!responds(stt)) return <Alert tone="caution">{t("unheard.silent", { engine: stt.name })}</Alert>;
  const languages = unheard(stt, posting.languages);
  if (languages.length === 0) return null;
  return (
    <Alert tone="caution" title={t("unheard.title")}>
      {t("unheard.detail", {
        languages: languages.map((language) => common(`language.${language}`)).join(", "),
        engine: stt.name,
      })}
    </Alert>
  );
}

function StateButtons({ posting }: { posting: PostingOut }) {
  const { t } = useTranslation("postings");
  const { moving } = usePostingChanges(posting.id);
  const next = posting.state === "open" ? "closed" : "open";
  return (
    <div className="space-y-3">
      <Unheard posting={posting} />
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
      <Failure error={moving.error} />
    </div>
  );
}
