import { useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { Page } from "@/components/page";
import { useSession } from "@/features/auth/use-session";
import { currentLanguage } from "@/i18n";
import { formatDate } from "@/lib/format";

import { waitingInvitationQuery } from "../queries";
import { AcceptPanel } from "./accept-panel";
import { RegisterPanel } from "./register-panel";

/** Whose invitation this is, to what, and the way in: with the account that is signed in, or with a new one. */
export function JoinPage({ token }: { token: string }) {
  const { t } = useTranslation("recruiting");
  const isSignedIn = useSession().kind === "signed-in";
  const { data: invitation } = useSuspenseQuery(waitingInvitationQuery(token));
  const { organisation, role, expires_at } = invitation;
  return (
    <Page title={t("join.title")} className="max-w-form pt-12 sm:pt-20">
      <div className="mb-8 space-y-2">
        <h1 className="text-headline wrap-anywhere">{t("join.heading", { organisation })}</h1>
        <p className="text-muted">
          {t("join.lead", { role: t(`role.${role}`), may: t(`role.${role}_may`) })}
        </p>
        <p className="text-label text-muted">
          {t("join.until", { date: formatDate(expires_at, currentLanguage()) })}
        </p>
      </div>
      {isSignedIn ? <AcceptPanel token={token} /> : <RegisterPanel token={token} email={invitation.email} />}
    </Page>
  );
}
