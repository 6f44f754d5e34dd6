import { useTranslation } from "react-i18next";

import type { OrganisationOut } from "@/client";

import { RecruitingShell } from "../recruiting-shell";
import { Invitations } from "./invitations";
import { MemberList } from "./member-list";
import { RenameForm } from "./rename-form";

interface OrganisationPageProps {
  organisation: OrganisationOut;
  userId: string;
}

/** Who hires together, and what each may do. */
export function OrganisationPage({ organisation, userId }: OrganisationPageProps) {
  const { t } = useTranslation("recruiting");
  const isOwner = organisation.role === "owner";
  return (
    <RecruitingShell
      organisation={organisation}
      title={t("organisation.title")}
      lead={t("organisation.lead")}
    >
      <div className="max-w-4xl space-y-12">
        <section aria-labelledby="members" className="space-y-4">
          <h2 id="members" className="text-title">
            {t("members.title")}
          </h2>
          <MemberList organisation={organisation} userId={userId} />
        </section>
        {isOwner && (
          <>
            <section aria-labelledby="invite" className="space-y-4">
              <h2 id="invite" className="text-title">
                {t("invite.title")}
              </h2>
              <Invitations organisationId={organisation.id} />
            </section>
            <section aria-labelledby="name" className="space-y-4">
              <h2 id="name" className="text-title">
                {t("rename.title")}
              </h2>
              <RenameForm key={organisation.id} organisation={organisation} />
            </section>
          </>
        )}
      </div>
    </RecruitingShell>
  );
}
