import type { QueryClient } from "@tanstack/react-query";
import { Link, Outlet, createRootRouteWithContext } from "@tanstack/react-router";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";

import { ConnectionNotice } from "@/components/connection-notice";
import { Page } from "@/components/page";
import { SiteHeader } from "@/components/site-header";
import { Button } from "@/components/ui/button";
import type { Session } from "@/lib/session";

interface RouterContext {
  queryClient: QueryClient;
  session: Session;
}

export const Route = createRootRouteWithContext<RouterContext>()({
  component: RootLayout,
  notFoundComponent: NotFound,
});

function RootLayout() {
  const { t } = useTranslation();
  return (
    <>
      <a
        href="#main"
        className="fixed top-3 left-3 z-50 -translate-y-24 rounded-control bg-accent px-4 py-2 text-on-accent focus:translate-y-0 print:hidden"
      >
        {t("skipToContent")}
      </a>
      <SiteHeader />
      <ConnectionNotice />
      <main id="main" tabIndex={-1}>
        <Suspense>
          <Outlet />
        </Suspense>
      </main>
    </>
  );
}

function NotFound() {
  const { t } = useTranslation();
  return (
    <Page title={t("notFound.title")} className="max-w-reading pt-20 text-center sm:pt-28">
      <p className="mb-4 text-label font-semibold text-accent figures">404</p>
      <h1 className="text-headline">{t("notFound.title")}</h1>
      <p className="mt-4 mb-8 text-muted">{t("notFound.detail")}</p>
      <Button render={<Link to="/" />}>{t("notFound.action")}</Button>
    </Page>
  );
}
