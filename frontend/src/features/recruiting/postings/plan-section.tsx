import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { PlanOut, PostingOut } from "@/client";
import { Failure } from "@/components/failure";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Spinner } from "@/components/ui/spinner";
import { currentLanguage } from "@/i18n";
import { ApiError, describeError } from "@/lib/errors";
import { formatDate } from "@/lib/format";

import { PlanQuestion } from "./plan-question";
import { keptPlaces, planQuery, usePostingChanges, type Place } from "./queries";

interface PlanSectionProps {
  posting: PostingOut;
  mayChange: boolean;
}

/** What everybody is asked. A change is a new version; interviews keep the one that they began with. */
export function PlanSection({ posting, mayChange }: PlanSectionProps) {
  const { t } = useTranslation("postings");
  const { t: common } = useTranslation();
  const [version, setVersion] = useState<number | null>(null);
  const plan = useQuery({ ...planQuery(posting.id, version), enabled: posting.plan_version > 0 });
  const { planning } = usePostingChanges(posting.id);

  return (
    <section aria-labelledby="plan" className="space-y-6">
      <div className="space-y-2">
        <h2 id="plan" className="text-title">
          {t("plan.title")}
        </h2>
        <p className="text-muted">{t("plan.lead")}</p>
      </div>
      {posting.plan_version === 0 && mayChange && (
        <Button
          disabled={planning.isPending}
          onClick={() => {
            planning.mutate({ reason: "", questions: [] });
          }}
        >
          {planning.isPending && <Spinner />}
          {t("plan.first")}
        </Button>
      )}
      {posting.plan_version === 0 && planning.isError && (
        <Alert tone="danger" role="alert">
          {describeError(planning.error, common)}
        </Alert>
      )}
      <Failure error={plan.error} />
      {plan.data !== undefined && (
        <>
          <Versions plan={plan.data} onChoose={setVersion} />
          <PlanEditor
            key={`${posting.plan_version}-${plan.data.version}`}
            posting={posting}
            plan={plan.data}
            mayChange={mayChange && plan.data.version === posting.plan_version}
          />
        </>
      )}
    </section>
  );
}

function Versions({ plan, onChoose }: { plan: PlanOut; onChoose: (version: number | null) => void }) {
  const { t } = useTranslation("postings");
  const shown = plan.versions.find(({ version }) => version === plan.version);
  return (
    <div className="space-y-2">
      <Select
        label={t("versions.label")}
        value={plan.version}
        onChange={(event) => {
          const version = Number(event.target.value);
          onChoose(version === plan.versions[0]?.version ? null : version);
        }}
      >
        {plan.versions.map(({ version, interviews, created_at }) => (
          <option key={version} value={version}>
            {t("versions.option", {
              version,
              date: formatDate(created_at, currentLanguage()),
              interviews: t("versions.interviews", { count: interviews }),
            })}
          </option>
        ))}
      </Select>
      {shown !== undefined && shown.reason !== "" && (
        <p className="text-label wrap-anywhere text-muted">
          {t("versions.reason", { reason: shown.reason })}
        </p>
      )}
    </div>
  );
}

interface PlanEditorProps {
  posting: PostingOut;
  plan: PlanOut;
  mayChange: boolean;
}

function PlanEditor({ posting, plan, mayChange }: PlanEditorProps) {
  const { t } = useTranslation("postings");
  const { planning } = usePostingChanges(posting.id);
  const [changes, setChanges] = useState<Map<number, Place>>(new Map());
  const [reason, setReason] = useState("");
  const wrong = planning.error instanceof ApiError ? planning.error.fields : [];

  return (
    <form
      className="space-y-6"
      onSubmit={(event) => {
        event.preventDefault();
        const places = keptPlaces(plan.questions).slice(0, posting.question_count);
        planning.mutate({ reason, questions: places.map((kept, place) => changes.get(place + 1) ?? kept) });
      }}
    >
      <ol className="space-y-4">
        {plan.questions.map((question) => (
          <li key={question.number}>
            <PlanQuestion
              posting={posting}
              question={question}
              change={changes.get(question.number) ?? null}
              isWrong={wrong.some((field) => field.startsWith(`questions.${question.number}.`))}
              onChange={
                mayChange
                  ? (change) => {
                      const next = new Map(changes);
                      if (change === null) next.delete(question.number);
                      else next.set(question.number, change);
                      setChanges(next);
                    }
                  : null
              }
            />
          </li>
        ))}
      </ol>
      {mayChange && (changes.size > 0 || plan.questions.length !== posting.question_count) && (
        <div className="space-y-4 rounded-card p-6 glass">
          <Field
            label={t("plan.reason")}
            hint={t("plan.reasonHint")}
            required
            maxLength={500}
            value={reason}
            onChange={(event) => {
              setReason(event.target.value);
            }}
          />
          <Failure error={planning.error} />
          <div className="flex flex-wrap gap-3">
            <Button type="submit" disabled={planning.isPending}>
              {planning.isPending && <Spinner />}
              {t("plan.next", { version: posting.plan_version + 1 })}
            </Button>
            <Button
              variant="outline"
              onClick={() => {
                setChanges(new Map());
              }}
            >
              {t("plan.discard")}
            </Button>
          </div>
        </div>
      )}
    </form>
  );
}
