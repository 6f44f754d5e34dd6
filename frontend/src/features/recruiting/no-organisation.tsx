import { useTranslation } from "react-i18next";

import { Page } from "@/components/page";

/** What somebody finds who hires for nobody yet: how to come in. */
export function NoOrganisation() {
  const { t } = useTranslation("recruiting");
  return (
    <Page title={t("none.title")} className="max-w-reading">
      <h1 className="mb-4 text-headline">{t("none.title")}</h1>
      <p className="text-lead text-muted">{t("none.detail")}</p>
    </Page>
  );
}
