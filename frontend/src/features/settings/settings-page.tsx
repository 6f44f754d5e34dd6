import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Check, Trash2 } from "lucide-react";
import { useId, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Page } from "@/components/page";
import { PageHeader } from "@/components/page-header";
import { Toggle } from "@/components/toggle";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConsentPanel } from "@/features/consent/consent-panel";
import { consentsQuery } from "@/features/consent/queries";
import { ExportData } from "@/features/rights/export-data";
import { SecondFactor } from "@/features/second-factor/second-factor";

import { AccommodationFields } from "./accommodation-fields";
import { DisplayFields } from "./display-fields";
import { NameForm } from "./name-form";
import { NotSaved } from "./not-saved";
import { usePreferences } from "./queries";
import { VoiceSection } from "./voice-section";

/** What a user may set: how the interviewer speaks and waits (candidates), how the pages look, their name. */
export function SettingsPage({ isCandidate }: { isCandidate: boolean }) {
  const { t } = useTranslation("settings");
  const { t: rights } = useTranslation("rights");
  const { preferences, change, isSaved, error, saveAgain } = usePreferences();
  const { data: consents } = useQuery({ ...consentsQuery, enabled: isCandidate });
  const [touched, setTouched] = useState<"voice" | "time" | "room" | null>(null);

  return (
    <Page title={t("title")} className="max-w-4xl">
      <PageHeader title={t("title")} lead={t("lead")} />
      <div className="space-y-8">
        {isCandidate && (
          <>
            <Section title={t("voice.title")} lead={t("voice.lead")} isSaved={isSaved && touched === "voice"}>
              <VoiceSection
                voice={preferences.voice}
                onChange={(voice) => {
                  setTouched("voice");
                  change({ voice });
                }}
              />
            </Section>
            <Section title={t("time.title")} lead={t("time.lead")} isSaved={isSaved && touched === "time"}>
              <AccommodationFields
                accommodations={preferences.accommodations}
                onChange={(accommodations) => {
                  setTouched("time");
                  change({ accommodations });
                }}
              />
            </Section>
            <Section title={t("room.title")} lead={t("room.lead")} isSaved={isSaved && touched === "room"}>
              <Toggle
                label={t("hints.label")}
                hint={t("hints.hint")}
                isOn={preferences.room.hints}
                onChange={(hints) => {
                  setTouched("room");
                  change({ room: { hints } });
                }}
              />
            </Section>
            {consents !== undefined && <ConsentPanel mode="practice" current={consents} />}
          </>
        )}
        <Section title={t("display.title")} lead={t("display.lead")}>
          <DisplayFields />
        </Section>
        <Section title={t("account.title")} lead={t("account.lead")}>
          <NameForm />
          <AccountPart title={t("secondFactor.title")}>
            <SecondFactor />
          </AccountPart>
          <AccountPart title={rights("export.title")}>
            <ExportData />
          </AccountPart>
          <AccountPart title={rights("account.title")}>
            <p className="max-w-reading text-muted">{rights("account.lead")}</p>
            <Button variant="outline" render={<Link to="/settings/erase" />}>
              <Trash2 aria-hidden />
              {rights("account.toPage")}
            </Button>
          </AccountPart>
        </Section>
      </div>
      <div className="sticky bottom-4 z-30 mt-6 empty:hidden">
        <NotSaved error={error} onRetry={saveAgain} />
      </div>
    </Page>
  );
}

interface SectionProps {
  title: string;
  lead: string;
  /** Whether what was last changed in it is on the record. */
  isSaved?: boolean;
  children: ReactNode;
}

function Section({ title, lead, isSaved = false, children }: SectionProps) {
  const { t } = useTranslation("settings");
  const id = useId();
  return (
    <Card role="region" aria-labelledby={id} className="space-y-6">
      <div className="space-y-1">
        <div className="flex min-h-8 flex-wrap items-center justify-between gap-3">
          <h2 id={id} className="text-title">
            {title}
          </h2>
          <p role="status">
            {isSaved && (
              <Badge tone="good">
                <Check aria-hidden />
                {t("saved")}
              </Badge>
            )}
          </p>
        </div>
        <p className="text-muted">{lead}</p>
      </div>
      {children}
    </Card>
  );
}

function AccountPart({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="space-y-4 border-t pt-6">
      <h3 className="text-lead font-semibold">{title}</h3>
      {children}
    </div>
  );
}
