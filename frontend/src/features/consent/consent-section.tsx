import { useQuery } from "@tanstack/react-query";
import { AudioLines, ScanFace, Smile, Video } from "lucide-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";

import type { ConsentOut, InterviewMode } from "@/client";
import { Badge } from "@/components/ui/badge";
import { configQuery } from "@/features/interviews/queries";
import { cloudEar } from "@/features/interviews/speech";
import { currentLanguage } from "@/i18n";
import { formatDate } from "@/lib/format";

import { isOffered, purposesOf, TEXT_VERSION, withDecision, type Decisions, type Purpose } from "./decisions";
import { consentsQuery } from "./queries";

const icons = { transcription: AudioLines, delivery: ScanFace, expression: Smile, recording: Video };
const facts = ["what", "why", "who", "howLong"] as const;

interface ConsentSectionProps {
  /** Of the interview that it is for: who sees what depends on it. */
  mode?: InterviewMode;
  /** What the record says. */
  current: Decisions;
  /** What the boxes say. */
  wanted: Decisions;
  onChange: (wanted: Decisions) => void;
}

/** Consent, purpose by purpose: what, why, who sees it, how long. Each can be refused, and withdrawn, on its own. */
export function ConsentSection({ mode = "practice", current, wanted, onChange }: ConsentSectionProps) {
  const { data: config } = useQuery(configQuery);
  const { data: record } = useQuery({ ...consentsQuery, select: undefined });
  const ear = config === undefined ? null : cloudEar(config.engines.stt);
  return (
    <div className="space-y-4">
      {purposesOf(mode)
        // What the platform keeps nowhere is not asked for; a consent to it can be taken back all the same.
        .filter((purpose) => purpose !== "recording" || config?.recording === true || current.recording)
        .map((purpose) => (
          <ConsentCard
            key={purpose}
            mode={mode}
            purpose={purpose}
            isCurrent={current[purpose]}
            isWanted={wanted[purpose]}
            isOffered={isOffered(purpose, wanted)}
            sentTo={purpose === "transcription" ? ear : null}
            decision={record?.find((decision) => decision.purpose === purpose)}
            onChange={(isWanted) => {
              onChange(withDecision(wanted, purpose, isWanted));
            }}
          />
        ))}
    </div>
  );
}

/** What follows from the box as it is. */
function effectKey(
  purpose: Purpose,
  { isCurrent, isWanted, isOffered }: Record<"isCurrent" | "isWanted" | "isOffered", boolean>,
) {
  if (isWanted) return "revocable" as const;
  if (isCurrent) return `${purpose}.withdrawing` as const;
  return isOffered ? (`${purpose}.without` as const) : ("expression.needsDelivery" as const);
}

/** When the last decision was made, and on which text. */
function decidedKey({ granted, version }: ConsentOut) {
  if (!granted) return "decided.refused" as const;
  return version === TEXT_VERSION ? ("decided.given" as const) : ("decided.older" as const);
}

/** Others see an answer's text in a screening interview, and keep it for another time. */
function factKey(mode: InterviewMode, purpose: Purpose, fact: (typeof facts)[number]) {
  if (mode === "screening" && purpose === "transcription" && (fact === "who" || fact === "howLong"))
    return `transcription.${fact}Screening` as const;
  return `${purpose}.${fact}` as const;
}

interface ConsentCardProps {
  mode: InterviewMode;
  purpose: Purpose;
  isCurrent: boolean;
  isWanted: boolean;
  /** Not while what it builds on is not agreed to. */
  isOffered: boolean;
  /** The company outside the platform that gets it, if any. */
  sentTo: string | null;
  /** The latest on record, if any. */
  decision: ConsentOut | undefined;
  onChange: (isWanted: boolean) => void;
}

function ConsentCard({
  mode,
  purpose,
  isCurrent,
  isWanted,
  isOffered,
  sentTo,
  decision,
  onChange,
}: ConsentCardProps) {
  const { t } = useTranslation("consent");
  const id = useId();
  const Icon = icons[purpose];
  return (
    <section
      aria-labelledby={`${id}-title`}
      className="rounded-panel border bg-raised p-5 transition-colors has-checked:border-accent sm:p-6"
    >
      <div className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-2">
        <Icon aria-hidden className="size-6 text-accent" />
        <h3 id={`${id}-title`} className="text-lead font-semibold">
          {t(`${purpose}.title`)}
        </h3>
        {isCurrent && <Badge tone="good">{t("given")}</Badge>}
        {decision !== undefined && (
          <p className="text-caption text-muted figures">
            {t(decidedKey(decision), {
              date: formatDate(decision.decided_at, currentLanguage()),
              version: decision.version,
            })}
          </p>
        )}
      </div>
      <dl id={`${id}-facts`} className="grid gap-x-6 gap-y-2.5 text-label sm:grid-cols-[auto_1fr]">
        {facts.map((fact) => (
          <div key={fact} className="contents max-sm:block">
            <dt className="text-muted">{t(`fact.${fact}`)}</dt>
            <dd>{t(factKey(mode, purpose, fact))}</dd>
          </div>
        ))}
        {sentTo !== null && (
          <div className="contents max-sm:block">
            <dt className="text-muted">{t("fact.where")}</dt>
            <dd>{t("sentTo", { company: sentTo })}</dd>
          </div>
        )}
      </dl>
      <label className="mt-5 flex min-h-11 items-center gap-3 border-t pt-4 font-semibold">
        <input
          type="checkbox"
          name={`consent-${purpose}`}
          checked={isWanted}
          disabled={!isOffered}
          aria-describedby={`${id}-facts ${id}-effect`}
          className="size-5.5 shrink-0 accent-accent"
          onChange={(event) => {
            onChange(event.currentTarget.checked);
          }}
        />
        {t(`${purpose}.agree`)}
      </label>
      <p id={`${id}-effect`} className="pl-8.5 text-caption text-muted">
        {t(effectKey(purpose, { isCurrent, isWanted, isOffered }))}
      </p>
    </section>
  );
}
