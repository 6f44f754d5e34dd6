import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { ChevronRight, CircleAlert } from "lucide-react";
import { useId, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Difficulty, Scenario } from "@/client";
import { Choice } from "@/components/ui/choice";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { configQuery } from "@/features/interviews/queries";
import { resumesQuery } from "@/features/resumes/queries";

import { CareerChangeHint } from "./career-change-hint";
import { DIFFICULTIES, FOLLOW_UPS, LONGEST_TEXT, SCENARIOS, type FitField } from "./options";

export interface Fit {
  follow_ups: number;
  difficulty: Difficulty | null;
  scenario: Scenario;
  resume_id: string | null;
  job_description: string;
  company_profile: string;
}

interface FitSectionProps {
  value: Fit;
  /** What is wrong with which field, where something is. */
  error: { field: FitField; message: string } | null;
  onChange: (value: Fit) => void;
}

/** What brings the questions nearer to a candidate and a job. None of it is needed, so it waits folded up. */
export function FitSection({ value, error, onChange }: FitSectionProps) {
  const { t } = useTranslation("newInterview");
  const { data: uploaded = [] } = useQuery(resumesQuery);
  const { interviewer } = useSuspenseQuery(configQuery).data.engines;
  const resumes = uploaded.filter(({ state }) => state === "parsed");
  const errorAt = (field: FitField) => (error?.field === field ? error.message : undefined);
  return (
    <details className="group rounded-card p-6 glass" open={error !== null || undefined}>
      <summary className="flex list-none items-start gap-3">
        <ChevronRight aria-hidden className="mt-1 size-5 shrink-0 transition-[rotate] group-open:rotate-90" />
        <div className="space-y-1">
          <h2 className="text-title">{t("fit.title")}</h2>
          <p className="text-muted">{t("fit.lead")}</p>
        </div>
      </summary>
      <div className="mt-8 space-y-10">
        <Group legend={t("difficulty.legend")}>
          <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
            {DIFFICULTIES.map((difficulty) => (
              <Choice
                key={difficulty ?? "mixed"}
                name="difficulty"
                checked={value.difficulty === difficulty}
                onChange={() => {
                  onChange({ ...value, difficulty });
                }}
              >
                {t(`difficulty.${difficulty ?? "mixed"}`)}
              </Choice>
            ))}
          </div>
        </Group>
        <Group legend={t("followUps.legend")}>
          <div className="grid gap-3 sm:grid-cols-3">
            {FOLLOW_UPS.map((most) => (
              <Choice
                key={most}
                name="follow_ups"
                checked={value.follow_ups === most}
                onChange={() => {
                  onChange({ ...value, follow_ups: most });
                }}
              >
                {most === 0 ? t("followUps.none") : t("followUps.most", { count: most })}
              </Choice>
            ))}
          </div>
          <Note error={errorAt("follow_ups")}>{t("followUps.hint")}</Note>
        </Group>
        <Group legend={t("scenario.legend")}>
          <div className="grid gap-3 sm:grid-cols-2">
            {SCENARIOS.map((scenario) => (
              <Choice
                key={scenario}
                name="scenario"
                checked={value.scenario === scenario}
                onChange={() => {
                  onChange({ ...value, scenario });
                }}
              >
                {t(`scenario.${scenario}`)}
                <span className="block text-caption text-muted">{t(`scenario.${scenario}_hint`)}</span>
              </Choice>
            ))}
          </div>
        </Group>
        {resumes.length > 0 && (
          <div className="space-y-2">
            <Select
              label={t("resume.label")}
              value={value.resume_id ?? ""}
              onChange={(event) => {
                onChange({ ...value, resume_id: event.target.value || null });
              }}
            >
              <option value="">{t("resume.none")}</option>
              {resumes.map((resume) => (
                <option key={resume.id} value={resume.id}>
                  {resume.file_name}
                </option>
              ))}
            </Select>
            <Note error={errorAt("resume_id")}>
              {t("resume.hint")}
              {interviewer.name !== "bank" && ` ${t("resume.read_by_model")}`}
            </Note>
            {value.resume_id !== null && (
              <CareerChangeHint
                resumeId={value.resume_id}
                scenario={value.scenario}
                onChoose={(scenario) => {
                  onChange({ ...value, scenario });
                }}
              />
            )}
          </div>
        )}
        <TextField
          label={t("job.label")}
          hint={t("job.hint")}
          value={value.job_description}
          error={errorAt("job_description")}
          onChange={(job_description) => {
            onChange({ ...value, job_description });
          }}
        />
        <TextField
          label={t("company.label")}
          hint={t("company.hint")}
          value={value.company_profile}
          error={errorAt("company_profile")}
          onChange={(company_profile) => {
            onChange({ ...value, company_profile });
          }}
        />
      </div>
    </details>
  );
}

function Group({ legend, children }: { legend: string; children: ReactNode }) {
  const id = useId();
  return (
    <div role="radiogroup" aria-labelledby={id} className="space-y-3">
      <h3 id={id} className="text-label font-semibold">
        {legend}
      </h3>
      {children}
    </div>
  );
}

interface TextFieldProps {
  label: string;
  hint: string;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

function TextField({ label, hint, value, error, onChange }: TextFieldProps) {
  const { t } = useTranslation("newInterview");
  const id = useId();
  return (
    <div className="space-y-2">
      <label htmlFor={id} className="block text-label font-semibold">
        {label}
      </label>
      <Textarea
        id={id}
        value={value}
        maxLength={LONGEST_TEXT}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-note`}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
      <div className="flex flex-wrap justify-between gap-x-6 gap-y-1">
        <Note id={`${id}-note`} error={error}>
          {hint}
        </Note>
        <p className="text-caption text-muted figures">
          {t("fit.length", { length: value.length, most: LONGEST_TEXT })}
        </p>
      </div>
    </div>
  );
}

function Note({ id, error, children }: { id?: string; error: string | undefined; children: ReactNode }) {
  if (error === undefined) {
    return (
      <p id={id} className="text-caption text-muted">
        {children}
      </p>
    );
  }
  return (
    <p id={id} role="alert" className="flex gap-1.5 text-caption text-danger">
      <CircleAlert aria-hidden className="mt-[0.15em] size-4 shrink-0" />
      {error}
    </p>
  );
}
