import { useInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { UsersRound } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { CandidateOut, OrganisationOut } from "@/client";
import { EmptyState } from "@/components/empty-state";
import { ErrorPanel } from "@/components/error-panel";
import { MoreButton } from "@/components/more-button";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";

import { RecruitingShell } from "../recruiting-shell";
import { CandidateTable, MOST_COMPARED } from "./candidate-table";
import { ExportButtons } from "./export-buttons";
import { Filters } from "./filters";
import { PassageSearch } from "./passage-search";
import { candidatesQuery, postingChoicesQuery, type CandidateSearch } from "./queries";

interface CandidatesPageProps {
  organisation: OrganisationOut;
  search: CandidateSearch;
  onSearch: (search: CandidateSearch) => void;
}

/** Who was interviewed: listed, chosen for a comparison, looked through, and exported. */
export function CandidatesPage({ organisation, search, onSearch }: CandidatesPageProps) {
  const { t } = useTranslation("candidates");
  const [chosen, setChosen] = useState<CandidateOut[]>([]);
  const list = useInfiniteQuery(candidatesQuery(organisation.id, search));
  const candidates = list.data?.pages.flatMap((page) => page.candidates) ?? [];
  const { data: postings } = useSuspenseQuery(postingChoicesQuery(organisation.id));
  return (
    <RecruitingShell organisation={organisation} title={t("title")} lead={t("lead")}>
      <div className="space-y-12">
        <div className="space-y-6">
          <Filters
            search={search}
            postings={postings}
            onChange={(change) => {
              onSearch({ ...search, ...change });
            }}
            onClear={() => {
              onSearch({});
            }}
          />
          <div className="flex flex-wrap items-start justify-between gap-4">
            <CompareLink chosen={chosen} />
            <ExportButtons organisationId={organisation.id} search={search} />
          </div>
          {list.isPending && <Spinner />}
          {list.isError && <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />}
          {list.isSuccess &&
            candidates.length === 0 &&
            (Object.values(search).every((filter) => filter === undefined) ? (
              <EmptyState Icon={UsersRound} title={t("nobody.title")} detail={t("nobody.detail")}>
                <Button render={<Link to="/recruiting/postings" />}>{t("nobody.action")}</Button>
              </EmptyState>
            ) : (
              <p className="text-muted">{t("table.none")}</p>
            ))}
          {candidates.length > 0 && (
            <CandidateTable
              candidates={candidates}
              chosen={chosen}
              onChoose={(candidate, isChosen) => {
                setChosen((before) => [
                  ...before.filter(({ interview_id }) => interview_id !== candidate.interview_id),
                  ...(isChosen ? [candidate] : []),
                ]);
              }}
            />
          )}
          <MoreButton list={list}>{t("table.more")}</MoreButton>
        </div>
        <PassageSearch organisationId={organisation.id} />
      </div>
    </RecruitingShell>
  );
}

function CompareLink({ chosen }: { chosen: CandidateOut[] }) {
  const { t } = useTranslation("candidates");
  if (chosen.length < 2)
    return <p className="text-label text-muted">{t("compare.hint", { most: MOST_COMPARED })}</p>;
  return (
    <Button
      render={
        <Link
          to="/recruiting/compare"
          search={{ interviews: chosen.map(({ interview_id }) => interview_id).join(",") }}
        />
      }
    >
      {t("compare.open", { count: chosen.length })}
    </Button>
  );
}
