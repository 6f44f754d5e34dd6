import { useTranslation } from "react-i18next";

import { Page } from "./page";
import { Skeleton } from "./ui/skeleton";

/** What a route shows while its data is on the way. */
export function RoutePending() {
  const { t } = useTranslation();
  return (
    <Page title={t("loading")}>
      <p role="status" className="sr-only">
        {t("loading")}
      </p>
      <Skeleton className="mb-4 h-10 w-64" />
      <Skeleton className="mb-10 h-6 w-full max-w-reading" />
      <Skeleton className="h-72 rounded-card" />
    </Page>
  );
}
