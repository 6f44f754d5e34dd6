import { Link } from "@tanstack/react-router";
import { ArrowRight, Lock, Quote, ShieldCheck } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Page } from "@/components/page";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { useSession } from "@/features/auth/use-session";

import { Example } from "./example";

const points = [
  { key: "evidence", Icon: Quote },
  { key: "honest", Icon: ShieldCheck },
  { key: "yours", Icon: Lock },
] as const;

/** What Visavis is, on one screen; and for whoever comes from erasing their account, that it is done. */
export function Landing({ receipt }: { receipt?: string | undefined }) {
  const { t } = useTranslation("landing");
  const { t: common } = useTranslation();
  const isSignedIn = useSession().kind === "signed-in";

  return (
    <Page className="grid content-center gap-14 pb-14 lg:min-h-[calc(100dvh-4.5rem)] lg:py-10">
      {receipt !== undefined && (
        <Alert role="status" title={t("erased.title")}>
          <p>{t("erased.detail")}</p>
          <p>{common("receipt", { id: receipt })}</p>
        </Alert>
      )}
      <div className="grid items-center gap-14 lg:grid-cols-[7fr_5fr] lg:gap-16">
        <div className="space-y-8">
          <h1 className="text-display font-bold whitespace-pre-line">{t("headline")}</h1>
          <p className="max-w-xl text-lead text-muted">{t("lead")}</p>
          <div className="flex flex-wrap items-center gap-x-6 gap-y-4">
            {isSignedIn ? (
              <Button size="lg" render={<Link to="/home" />}>
                {t("toWork")}
                <ArrowRight aria-hidden />
              </Button>
            ) : (
              <>
                <Button size="lg" render={<Link to="/sign-up" />}>
                  {t("start")}
                  <ArrowRight aria-hidden />
                </Button>
                <p className="text-label text-muted">
                  {t("haveAccount")}{" "}
                  <Button variant="link" size="inline" render={<Link to="/sign-in" />}>
                    {common("nav.signIn")}
                  </Button>
                </p>
              </>
            )}
          </div>
        </div>
        <Example />
      </div>
      <ul className="grid gap-x-10 gap-y-6 border-t pt-8 md:grid-cols-3">
        {points.map(({ key, Icon }) => (
          <li key={key} className="flex gap-4">
            <Icon aria-hidden className="mt-1 size-5 shrink-0 text-accent" />
            <div>
              <h2 className="text-body font-semibold">{t(`points.${key}.title`)}</h2>
              <p className="text-label text-muted">{t(`points.${key}.detail`)}</p>
            </div>
          </li>
        ))}
      </ul>
    </Page>
  );
}
