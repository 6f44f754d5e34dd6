import { Link, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { ErrorPanel } from "./error-panel";
import { Page } from "./page";
import { Button } from "./ui/button";

/** What a route shows in its place when it, or its data, fails. */
export function RouteError({ error, reset }: { error: unknown; reset: () => void }) {
  const { t } = useTranslation();
  const router = useRouter();
  return (
    <Page title={t("error.title")}>
      <ErrorPanel
        isPage
        error={error}
        onRetry={() => {
          reset();
          void router.invalidate();
        }}
      >
        <Button variant="outline" render={<Link to="/" />}>
          {t("error.goHome")}
        </Button>
      </ErrorPanel>
    </Page>
  );
}
