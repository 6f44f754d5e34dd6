import { useTranslation } from "react-i18next";

import { Page } from "@/components/page";

export function NoToken() {
  const { t } = useTranslation("recruiting");
  return (
    <Page title={t("join.title")} className="max-w-reading">
      <h1 className="mb-4 text-headline">{t("join.noToken.title")}</h1>
      <p className="text-lead text-muted">{t("join.noToken.detail")}</p>
    </Page>
  );
}
