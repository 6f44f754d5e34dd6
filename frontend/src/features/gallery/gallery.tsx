import { LogOut, UserRound } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Page } from "@/components/page";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { Skeleton } from "@/components/ui/skeleton";
import { Spinner } from "@/components/ui/spinner";
import { StatusBadge } from "@/features/interviews/status-badge";
import { BandScale } from "@/features/report/band-scale";
import { QuoteButton } from "@/features/report/criterion";
import type { Quote } from "@/features/report/quotes";
import { AreaScore, OverallScore } from "@/features/report/scores";
import { Transcript } from "@/features/report/transcript";
import { WaitingForReport } from "@/features/report/waiting";
import { currentLanguage } from "@/i18n";

import { Section } from "./section";
import { Tokens } from "./tokens";

/** Everything the pages are made of, in the theme and language of the moment. */
export function Gallery() {
  const { t } = useTranslation("gallery");
  return (
    <Page title={t("title")}>
      <header className="mb-14 space-y-3">
        <h1 className="text-headline">{t("title")}</h1>
        <p className="text-lead text-muted">{t("lead")}</p>
      </header>
      <div className="space-y-16">
        <Tokens />
        <Parts />
        <ReportParts />
      </div>
    </Page>
  );
}

function Parts() {
  const { t } = useTranslation("gallery");
  const { t: common } = useTranslation();
  const { t: auth } = useTranslation("auth");
  return (
    <>
      <Section title={t("buttons")}>
        <div className="flex flex-wrap items-center gap-4">
          <Button size="lg">{auth("signUp.submit")}</Button>
          <Button>{auth("signIn.submit")}</Button>
          <Button disabled>
            <Spinner />
            {auth("signIn.pending")}
          </Button>
          <Button variant="outline">{common("error.goHome")}</Button>
          <Button variant="quiet">{common("nav.home")}</Button>
          <Button variant="link" size="inline">
            {common("nav.signIn")}
          </Button>
        </div>
      </Section>
      <Section title={t("forms")}>
        <Card className="grid max-w-4xl gap-6 sm:grid-cols-2">
          <Field label={auth("field.email")} type="email" defaultValue="name@example.com" />
          <Field label={auth("field.fullName")} hint={auth("field.fullNameHint")} />
          <Field label={auth("field.username")} error={auth("invalid.pattern")} defaultValue="?" />
        </Card>
      </Section>
      <Section title={t("notices")}>
        <div className="max-w-reading space-y-4">
          <Alert>{auth("sessionEnded")}</Alert>
          <Alert tone="caution" title={common("error.title")}>
            {common("error.unreachable")}
          </Alert>
          <Alert tone="danger">{common("error.offline")}</Alert>
        </div>
      </Section>
      <Section title={t("badges")}>
        <div className="flex flex-wrap gap-3">
          <StatusBadge status="scheduled" />
          <StatusBadge status="live" />
          <StatusBadge status="completed" />
          <Badge tone="caution">{common("reason.not_enough_said")}</Badge>
          <Badge tone="danger">{common("reason.model_failed")}</Badge>
        </div>
      </Section>
      <Section title={t("overlays")}>
        <Menu modal={false}>
          <MenuTrigger render={<Button variant="outline" />}>
            <UserRound aria-hidden />
            {common("role.candidate")}
          </MenuTrigger>
          <MenuContent align="start">
            <MenuItem>
              <LogOut aria-hidden />
              {common("nav.signOut")}
            </MenuItem>
          </MenuContent>
        </Menu>
      </Section>
    </>
  );
}

function ReportParts() {
  const { t } = useTranslation("gallery");
  const { t: report } = useTranslation("report");
  const [lit, setLit] = useState<string | null>("sample");
  const text = t("sample");
  const end = Array.from(text.split(".")[0] ?? text).length;
  const quote: Quote = {
    id: "sample",
    turn: 1,
    followUp: null,
    criterion: "sample",
    text: text.split(".")[0] ?? text,
    start: 0,
    end,
  };

  return (
    <>
      <Section title={t("scores")}>
        <Card className="grid gap-10 lg:grid-cols-2">
          <OverallScore
            score={{ value: 72, reason: null, criteria_measured: 6, criteria_total: 6, stability: null }}
          />
          <OverallScore
            score={{
              value: null,
              reason: "transcript_unreliable",
              criteria_measured: 0,
              criteria_total: 6,
              stability: null,
            }}
          />
          <AreaScore
            label={report("scores.technical")}
            score={{ value: 72, reason: null, criteria_measured: 3, criteria_total: 3, stability: null }}
          />
          <AreaScore
            label={report("scores.culturalFit")}
            score={{
              value: null,
              reason: "not_asked",
              criteria_measured: 0,
              criteria_total: 3,
              stability: null,
            }}
          />
        </Card>
        <Card className="flex flex-wrap gap-x-12 gap-y-4">
          {[0, 1, 2, 3, 4].map((band) => (
            <BandScale key={band} band={band} />
          ))}
        </Card>
      </Section>
      <Section title={t("quotes")}>
        <Card className="grid gap-8 lg:grid-cols-2">
          <Transcript
            answer={{ text, corrected: [], follow_ups: [] }}
            language={currentLanguage()}
            quotes={[quote]}
            lit={lit}
            label={report("transcript")}
          />
          <QuoteButton
            language={currentLanguage()}
            id={quote.id}
            text={quote.text}
            isLit={lit === quote.id}
            onLight={setLit}
          />
        </Card>
      </Section>
      <Section title={t("waiting")}>
        <div className="grid items-start gap-6 lg:grid-cols-2">
          <WaitingForReport
            progress={
              new Map([
                [1, "evaluated"],
                [2, "saved"],
              ])
            }
            total={3}
          />
          <div className="space-y-4">
            <Skeleton className="h-10 w-2/3" />
            <Skeleton className="h-40 rounded-card" />
          </div>
        </div>
      </Section>
    </>
  );
}
