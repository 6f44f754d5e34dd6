import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { createPosting, type OrganisationOut } from "@/client";
import { BackLink } from "@/components/page-header";

import { RecruitingShell } from "../recruiting-shell";
import { asChange, emptyDraft, type Draft } from "./draft";
import { PostingForm } from "./posting-form";
import { companiesQuery, postingsQuery } from "./queries";

export function NewPostingPage({ organisation }: { organisation: OrganisationOut }) {
  const { t } = useTranslation("postings");
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { data: companies } = useSuspenseQuery(companiesQuery(organisation.id));
  const creating = useMutation({
    mutationFn: (draft: Draft) =>
      createPosting({ body: { ...asChange(draft), organisation_id: organisation.id } }),
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries({ queryKey: postingsQuery(organisation.id).queryKey });
      await navigate({ to: "/recruiting/postings/$postingId", params: { postingId: id } });
    },
  });
  return (
    <RecruitingShell
      organisation={organisation}
      back={<BackLink to={<Link to="/recruiting/postings" />}>{t("title")}</BackLink>}
      title={t("new")}
      lead={t("newLead")}
    >
      <div className="max-w-4xl">
        <PostingForm
          initial={emptyDraft(companies[0]?.id ?? "")}
          companies={companies}
          isOpen={false}
          saving={creating}
          save={t("create")}
          onSave={creating.mutate}
        />
      </div>
    </RecruitingShell>
  );
}
