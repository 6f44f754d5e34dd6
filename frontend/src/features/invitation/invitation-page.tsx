import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { UserOut, Welcome } from "@/client";
import { ErrorPanel } from "@/components/error-panel";
import { Page } from "@/components/page";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Spinner } from "@/components/ui/spinner";
import { currentLanguage } from "@/i18n";
import { formatDateTime } from "@/lib/format";

import { Answer } from "./answer";
import { welcomeQuery } from "./queries";
import { WhoSees } from "./who-sees";

/** What somebody is invited to, who sees what of it for how long, and their answer. */
export function InvitationPage({ token, user }: { token: string; user: UserOut | null }) {
  const { t } = useTranslation("invitation");
  const welcome = useQuery(welcomeQuery(token, user?.id ?? null));
  return (
    <Page title={t("title")} className="max-w-4xl">
      {welcome.data === undefined && <h1 className="mb-8 text-headline">{t("title")}</h1>}
      {welcome.isError ? (
        <ErrorPanel error={welcome.error} onRetry={() => void welcome.refetch()}>
          <Button variant="outline" render={<Link to="/" />}>
            {t("leave")}
          </Button>
        </ErrorPanel>
      ) : welcome.data === undefined ? (
        <p role="status" className="flex items-center gap-3 text-muted">
          <Spinner />
          {t("opening")}
        </p>
      ) : (
        <Opened welcome={welcome.data} token={token} user={user} />
      )}
    </Page>
  );
}

function Opened({ welcome, token, user }: { welcome: Welcome; token: string; user: UserOut | null }) {
  const { t } = useTranslation("invitation");
  const { organisation, company, about, title, full_name } = welcome;
  return (
    <>
      <header className="mb-10 space-y-3">
        <p className="text-label font-semibold text-accent">{t("by", { organisation })}</p>
        <h1 className="text-headline wrap-anywhere">{t("heading", { company, title })}</h1>
        <p className="text-lead text-muted">
          {full_name !== null && `${t("hello", { name: full_name })} `}
          {t("lead")}
        </p>
        {about !== "" && <p className="max-w-reading whitespace-pre-line text-muted">{about}</p>}
      </header>
      <div className="space-y-6">
        <Interview welcome={welcome} />
        <WhoSees welcome={welcome} />
        <Answer welcome={welcome} token={token} user={user} />
      </div>
    </>
  );
}

function Interview({ welcome }: { welcome: Welcome }) {
  const { t } = useTranslation("invitation");
  const { t: common } = useTranslation();
  const { question_count, minutes, competencies, languages, accommodations } = welcome;
  const date = (instant: string) => formatDateTime(instant, currentLanguage());
  const facts: [string, string][] = [
    [t("fact.questions"), t("questions", { count: question_count })],
    [t("fact.minutes"), t("minutes", { count: minutes })],
    [t("fact.languages"), languages.map((language) => common(`language.${language}`)).join(" · ")],
    [t("fact.until"), date(welcome.expires_at)],
  ];
  if (welcome.window_opens !== null) facts.push([t("fact.opens"), date(welcome.window_opens)]);
  if (welcome.window_closes !== null) facts.push([t("fact.closes"), date(welcome.window_closes)]);
  if (competencies.length > 0) facts.push([t("fact.competencies"), competencies.join(" · ")]);
  const helps = [
    t("help.camera"),
    t(accommodations.typed_answers ? "help.typed" : "help.spoken"),
    t(accommodations.extra_time ? "help.extraTime" : "help.noExtraTime"),
  ];
  return (
    <Card className="space-y-5">
      <h2 className="text-title">{t("interview")}</h2>
      <dl className="grid gap-x-8 gap-y-2.5 sm:grid-cols-[auto_1fr]">
        {facts.map(([name, value]) => (
          <div key={name} className="contents max-sm:block">
            <dt className="text-muted">{name}</dt>
            <dd className="figures">{value}</dd>
          </div>
        ))}
      </dl>
      <ul className="list-disc space-y-1.5 border-t pt-5 pl-5 text-label marker:text-control">
        {helps.map((help) => (
          <li key={help}>{help}</li>
        ))}
      </ul>
    </Card>
  );
}

/** The address without a link: somebody came back, or copied half of it. */
export function NoInvitation() {
  const { t } = useTranslation("invitation");
  return (
    <Page title={t("title")} className="max-w-reading">
      <h1 className="mb-4 text-headline">{t("none.title")}</h1>
      <p className="text-lead text-muted">{t("none.detail")}</p>
    </Page>
  );
}
