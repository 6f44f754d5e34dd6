import { Link } from "@tanstack/react-router";
import { Suspense, lazy } from "react";
import { useTranslation } from "react-i18next";

import { useSession } from "@/features/auth/use-session";
import { LanguageButton, ThemeButton } from "@/features/settings/preference-buttons";

import { Brand } from "./brand";
import { Button } from "./ui/button";

// Visitors of the landing page have no account to show, and need no menu for it.
const AccountMenu = lazy(() => import("@/features/auth/account-menu"));
const HomeLink = lazy(() => import("@/features/auth/home-link"));

export function SiteHeader() {
  const { t } = useTranslation();
  const isSignedIn = useSession().kind === "signed-in";

  return (
    <header className="sticky top-0 z-40 border-b bg-canvas/75 backdrop-blur-xl print:hidden">
      <div className="mx-auto flex h-18 max-w-page items-center gap-1 px-5 sm:gap-2 sm:px-8">
        <Link to={isSignedIn ? "/home" : "/"} className="mr-auto rounded-control">
          <Brand />
        </Link>
        <nav aria-label={t("nav.label")} className="flex items-center">
          {isSignedIn ? (
            <Suspense>
              <HomeLink />
            </Suspense>
          ) : (
            <Button variant="quiet" className="px-3 sm:px-4" render={<Link to="/sign-in" />}>
              {t("nav.signIn")}
            </Button>
          )}
        </nav>
        <LanguageButton />
        <ThemeButton />
        {isSignedIn && (
          <Suspense fallback={<div className="size-11" />}>
            <AccountMenu />
          </Suspense>
        )}
      </div>
    </header>
  );
}
