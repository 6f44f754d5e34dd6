import { useTranslation } from "react-i18next";

import type { OrganisationOut } from "@/client";

import { RecruitingShell } from "../recruiting-shell";
import { Tokens } from "./tokens";
import { Webhooks } from "./webhooks";

/** How the organisation's own systems read from the platform, and what they are told. */
export function IntegrationsPage({ organisation }: { organisation: OrganisationOut }) {
  const { t } = useTranslation("integrations");
  return (
    <RecruitingShell organisation={organisation} title={t("title")} lead={t("lead")}>
      <div className="max-w-4xl space-y-12">
        <section aria-labelledby="tokens" className="space-y-4">
          <h2 id="tokens" className="text-title">
            {t("tokens.title")}
          </h2>
          <p className="max-w-reading text-muted">{t("tokens.lead")}</p>
          <Tokens organisationId={organisation.id} />
        </section>
        <section aria-labelledby="webhooks" className="space-y-4">
          <h2 id="webhooks" className="text-title">
            {t("webhooks.title")}
          </h2>
          <p className="max-w-reading text-muted">{t("webhooks.lead")}</p>
          <Webhooks organisationId={organisation.id} />
        </section>
      </div>
    </RecruitingShell>
  );
}
