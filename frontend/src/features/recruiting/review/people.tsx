import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import {
  addNote,
  decide,
  reevaluateInterview,
  type InterviewToReview,
  type OpenedReview,
  type Outcome,
} from "@/client";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { Choice } from "@/components/ui/choice";
import { Select } from "@/components/ui/select";
import { currentLanguage } from "@/i18n";
import { formatDateTime } from "@/lib/format";

import { AgreementPairs } from "./agreement-pairs";
import { useActOn } from "./queries";
import { ReasonForm } from "./reason-form";

const OUTCOMES: readonly Outcome[] = ["advance", "hold", "decline"];

interface SectionProps {
  title: string;
  children: ReactNode;
}

function Section({ title, children }: SectionProps) {
  return (
    <Card className="space-y-5">
      <h2 className="text-title">{title}</h2>
      {children}
    </Card>
  );
}

/** Who added something, when, and in which words. */
function Entry({ by, at, children }: { by: string | null; at: string; children: ReactNode }) {
  const { t } = useTranslation("review");
  return (
    <li className="space-y-1 border-l-2 border-line pl-4">
      <p className="text-caption text-muted">
        {by ?? t("erased")} · {formatDateTime(at, currentLanguage())}
      </p>
      {children}
    </li>
  );
}

export function Agreement({ opened }: { opened: OpenedReview }) {
  const { t } = useTranslation("review");
  return (
    <Section title={t("agreement.title")}>
      <p className="text-muted">{t("agreement.detail")}</p>
      <AgreementPairs pairs={opened.agreement} none={t("agreement.none")} />
    </Section>
  );
}

export function Notes({ review }: { review: InterviewToReview }) {
  const { t } = useTranslation("review");
  const adding = useActOn(review.interview_id, (text: string) =>
    addNote({ path: { interview_id: review.interview_id }, body: { text } }),
  );
  return (
    <Section title={t("notes.title")}>
      {review.notes.length > 0 && (
        <ul className="space-y-4">
          {review.notes.map((note, index) => (
            <Entry key={index} by={note.by} at={note.at}>
              <p className="whitespace-pre-line">{note.text}</p>
            </Entry>
          ))}
        </ul>
      )}
      <ReasonForm
        label={t("notes.label")}
        hint={t(review.opened === null ? "notes.hintBlind" : "notes.hint")}
        action={t("notes.action")}
        acting={adding}
        onReason={adding.mutateAsync}
      />
    </Section>
  );
}

interface OpenedProps {
  review: InterviewToReview;
  opened: OpenedReview;
}

/** A person's decision: the page shows those before, and suggests none. */
export function Decisions({ review, opened }: OpenedProps) {
  const { t } = useTranslation("review");
  const [outcome, setOutcome] = useState<Outcome>();
  const deciding = useActOn(review.interview_id, (body: { outcome: Outcome; reason: string }) =>
    decide({ path: { interview_id: review.interview_id }, body }),
  );
  return (
    <Section title={t("decision.title")}>
      {opened.decisions.length === 0 ? (
        <p className="text-muted">{t("decision.none")}</p>
      ) : (
        <ol className="space-y-4">
          {opened.decisions.map((decision, index) => (
            <Entry key={index} by={decision.by} at={decision.at}>
              <p className="font-semibold">
                {t(`decision.${decision.outcome}`)}
                {index > 0 && <span className="font-normal text-muted"> · {t("decision.superseded")}</span>}
              </p>
              <p className="whitespace-pre-line">{decision.reason}</p>
            </Entry>
          ))}
        </ol>
      )}
      {review.role === "reviewer" ? (
        <p className="text-muted">{t("decision.notYours")}</p>
      ) : (
        <ReasonForm
          label={t("reason")}
          hint={t("decision.hint")}
          action={t("decision.action")}
          acting={deciding}
          isReady={outcome !== undefined}
          onReason={(reason) =>
            outcome === undefined
              ? Promise.resolve()
              : deciding.mutateAsync({ outcome, reason }).then(() => {
                  setOutcome(undefined);
                })
          }
        >
          <fieldset className="min-w-0 space-y-2">
            <legend className="text-label font-semibold">{t("decision.outcome")}</legend>
            <div className="flex flex-wrap gap-2">
              {OUTCOMES.map((one) => (
                <Choice
                  key={one}
                  name="outcome"
                  checked={outcome === one}
                  onChange={() => {
                    setOutcome(one);
                  }}
                >
                  {t(`decision.${one}`)}
                </Choice>
              ))}
            </div>
          </fieldset>
        </ReasonForm>
      )}
    </Section>
  );
}

/** Which version's rubrics the judgements rest on, and judging them by another one. */
export function Reevaluations({ review, opened }: OpenedProps) {
  const { t } = useTranslation("review");
  const [version, setVersion] = useState(review.newest_version);
  const judging = useActOn(review.interview_id, (reason: string) =>
    reevaluateInterview({
      path: { interview_id: review.interview_id },
      body: { plan_version: version, reason },
    }),
  );
  const versions = Array.from({ length: review.newest_version }, (_, index) => review.newest_version - index);
  return (
    <Section title={t("reevaluate.title")}>
      <p className="text-muted">
        {t("reevaluate.basis", { version: review.plan_version, held: review.held_on })}
      </p>
      {opened.reevaluations.length > 0 && (
        <ol className="space-y-4">
          {opened.reevaluations.map((one, index) => (
            <Entry key={index} by={one.by} at={one.at}>
              <p className="font-semibold">{t("reevaluate.on", { version: one.plan_version })}</p>
              <p className="whitespace-pre-line">{one.reason}</p>
            </Entry>
          ))}
        </ol>
      )}
      {review.being_judged && (
        <Alert role="status" title={t("reevaluate.running.title")}>
          {t("reevaluate.running.detail")}
        </Alert>
      )}
      {review.role !== "reviewer" && !review.being_judged && (
        <ReasonForm
          label={t("reason")}
          hint={t("reevaluate.hint")}
          action={t("reevaluate.action")}
          acting={judging}
          onReason={judging.mutateAsync}
        >
          {versions.length > 1 && (
            <Select
              label={t("reevaluate.version")}
              value={version}
              onChange={(event) => {
                setVersion(Number(event.target.value));
              }}
            >
              {versions.map((one) => (
                <option key={one} value={one}>
                  {t("reevaluate.on", { version: one })}
                </option>
              ))}
            </Select>
          )}
        </ReasonForm>
      )}
    </Section>
  );
}
