import { useSuspenseInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { BriefcaseBusiness, Building2, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { OrganisationOut, PostingOut } from "@/client";
import { EmptyState } from "@/components/empty-state";
import { MoreButton } from "@/components/more-button";
import { Button } from "@/components/ui/button";
import { FileButton } from "@/components/ui/file-button";

import { RecruitingShell } from "../recruiting-shell";
import { mayActAs } from "../roles";
import { ImportProblem } from "./import-problem";
import { companiesQuery, postingsQuery, useImport } from "./queries";
import { StateBadge } from "./state-badge";

const COUNTED = ["scheduled", "live", "completed"] as const;

/** The organisation's postings, and how far their interviews are. */
export function PostingsPage({ organisation }: { organisation: OrganisationOut }) {
  const { t } = useTranslation("postings");
  const list = useSuspenseInfiniteQuery(postingsQuery(organisation.id));
  const postings = list.data.pages.flatMap((page) => page.postings);
  const { data: companies } = useSuspenseQuery(companiesQuery(organisation.id));
  const mayMake = mayActAs(organisation.role, "recruiter");
  const navigate = useNavigate();
  const importing = useImport(organisation.id, ({ id }) =>
    navigate({ to: "/recruiting/postings/$postingId", params: { postingId: id } }),
  );
  return (
    <RecruitingShell
      organisation={organisation}
      title={t("title")}
      lead={t("lead")}
      action={
        mayMake && (
          <div className="flex flex-wrap gap-3">
            <FileButton
              label={t("import.choose")}
              accept=".yaml,.yml,application/yaml"
              isPending={importing.isPending}
              onChoose={importing.mutate}
            />
            {companies.length > 0 && (
              <Button render={<Link to="/recruiting/postings/new" />}>
                <Plus aria-hidden />
                {t("new")}
              </Button>
            )}
          </div>
        )
      }
    >
      {importing.error !== null && <ImportProblem error={importing.error} />}
      {postings.length === 0 ? (
        <NoPosting hasCompany={companies.length > 0} mayMake={mayMake} />
      ) : (
        <div className="space-y-6">
          <ul className="space-y-3">
            {postings.map((posting) => (
              <li key={posting.id}>
                <PostingRow posting={posting} />
              </li>
            ))}
          </ul>
          <MoreButton list={list}>{t("more")}</MoreButton>
        </div>
      )}
    </RecruitingShell>
  );
}

/** What comes first: a company, a posting, or somebody who makes one. */
function NoPosting({ hasCompany, mayMake }: { hasCompany: boolean; mayMake: boolean }) {
  const { t } = useTranslation("postings");
  if (!mayMake)
    return <EmptyState Icon={BriefcaseBusiness} title={t("none.title")} detail={t("none.wait")} />;
  if (!hasCompany)
    return (
      <EmptyState Icon={Building2} title={t("noCompany.title")} detail={t("noCompany.detail")}>
        <Button render={<Link to="/recruiting/company" />}>{t("noCompany.action")}</Button>
      </EmptyState>
    );
  return (
    <EmptyState Icon={BriefcaseBusiness} title={t("none.title")} detail={t("none.detail")}>
      <Button render={<Link to="/recruiting/postings/new" />}>
        <Plus aria-hidden />
        {t("new")}
      </Button>
    </EmptyState>
  );
}

function PostingRow({ posting }: { posting: PostingOut }) {
  const { t } = useTranslation("postings");
  const { t: common } = useTranslation();
  return (
    <article className="flex flex-wrap items-center gap-x-8 gap-y-4 rounded-card px-6 py-5 glass">
      <div className="min-w-0 flex-1 basis-72 space-y-1">
        <h2 className="flex flex-wrap items-center gap-x-3 gap-y-1 text-lead font-semibold">
          <span className="min-w-0 wrap-anywhere">{posting.title}</span>
          <StateBadge state={posting.state} />
        </h2>
        <p className="text-label text-muted">
          {posting.company} · {posting.languages.map((one) => common(`language.${one}`)).join(", ")} ·{" "}
          {t("questions", { count: posting.question_count })}
        </p>
      </div>
      <dl className="mr-auto flex gap-6 text-label figures">
        {COUNTED.map((status) => (
          <div key={status}>
            <dt className="text-caption text-muted">{common(`status.${status}`)}</dt>
            <dd className="font-semibold">{posting.interviews[status] ?? 0}</dd>
          </div>
        ))}
      </dl>
      <Button
        variant="outline"
        aria-label={t("openOf", { title: posting.title })}
        render={<Link to="/recruiting/postings/$postingId" params={{ postingId: posting.id }} />}
      >
        {t("open")}
      </Button>
    </article>
  );
}
