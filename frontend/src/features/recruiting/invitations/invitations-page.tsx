import { useInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";

import type { OrganisationOut } from "@/client";
import { ErrorPanel } from "@/components/error-panel";
import { MoreButton } from "@/components/more-button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Spinner } from "@/components/ui/spinner";

import { PostingShell } from "../posting-shell";
import { postingQuery } from "../postings/queries";
import { ImportPanel } from "./import-panel";
import { InvitationTable } from "./invitation-table";
import { InvitePanel } from "./invite-panel";
import { invitationsQuery, STATES, type Filters } from "./queries";

interface InvitationsPageProps {
  organisation: OrganisationOut;
  postingId: string;
}

/** Inviting people to a posting, and what has become of it. */
export function InvitationsPage({ organisation, postingId }: InvitationsPageProps) {
  const { t } = useTranslation("invitations");
  const { data: posting } = useSuspenseQuery(postingQuery(postingId));
  const mayInvite = organisation.role !== "reviewer";
  return (
    <PostingShell organisation={organisation} posting={posting} page="nav.invitations" lead={t("lead")}>
      <div className="space-y-12">
        {mayInvite && (
          <div className="grid items-start gap-6 lg:grid-cols-2">
            <InvitePanel posting={posting} />
            <ImportPanel posting={posting} />
          </div>
        )}
        <InvitationList postingId={postingId} mayInvite={mayInvite} />
      </div>
    </PostingShell>
  );
}

function InvitationList({ postingId, mayInvite }: { postingId: string; mayInvite: boolean }) {
  const { t } = useTranslation("invitations");
  const [filters, setFilters] = useState<Filters>({ state: null, q: "" });
  const list = useInfiniteQuery(invitationsQuery(postingId, useDeferredValue(filters)));
  const newest = list.data?.pages[0];
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const everybody = STATES.reduce((sum, state) => sum + (newest?.counts[state] ?? 0), 0);
  return (
    <div className="space-y-5">
      <h2 className="text-title">{t("list.title")}</h2>
      <div className="grid gap-4 sm:grid-cols-[1fr_16rem]">
        <Field
          label={t("list.search")}
          type="search"
          maxLength={120}
          value={filters.q}
          onChange={(event) => {
            setFilters({ ...filters, q: event.target.value });
          }}
        />
        <Select
          label={t("list.state")}
          value={filters.state ?? ""}
          onChange={(event) => {
            const state = STATES.find((each) => each === event.target.value) ?? null;
            setFilters({ ...filters, state });
          }}
        >
          <option value="">{t("list.all", { count: everybody })}</option>
          {STATES.map((state) => (
            <option key={state} value={state}>
              {t("list.oneState", { state: t(`state.${state}`), count: newest?.counts[state] ?? 0 })}
            </option>
          ))}
        </Select>
      </div>
      {list.isError ? (
        <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />
      ) : newest === undefined ? (
        <p role="status" className="flex items-center gap-3 text-muted">
          <Spinner />
          {t("list.loading")}
        </p>
      ) : items.length === 0 ? (
        <p className="py-6 text-muted">{t(everybody === 0 ? "list.none" : "list.noneFound")}</p>
      ) : (
        <InvitationTable
          postingId={postingId}
          invitations={items}
          mayInvite={mayInvite}
          sendsLetters={newest.sends_letters}
        />
      )}
      <MoreButton list={list}>{t("list.more")}</MoreButton>
    </div>
  );
}
