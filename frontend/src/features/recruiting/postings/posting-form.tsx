import { useId, useState } from "react";
import { useTranslation } from "react-i18next";

import type { AskForResume, CompanyOut, Language } from "@/client";
import { Failure } from "@/components/failure";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Spinner } from "@/components/ui/spinner";
import { TextField } from "@/components/ui/text-field";
import { positionName } from "@/features/interviews/position-name";
import { DIFFICULTIES, FOLLOW_UPS, LONGEST_TEXT, POSITIONS } from "@/features/new-interview/options";
import { LANGUAGES } from "@/lib/preferences";

import { Check } from "./check";
import { CompetencyFields } from "./competency-fields";
import type { Draft } from "./draft";

const ASKS = ["none", "optional", "required"] as const satisfies AskForResume[];
const COUNTS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

interface PostingFormProps {
  initial: Draft;
  companies: CompanyOut[];
  /** Of an open posting, what everybody meets alike stays. */
  isOpen: boolean;
  saving: { error: Error | null; isPending: boolean; isSuccess: boolean };
  save: string;
  onSave: (draft: Draft) => void;
}

export function PostingForm({ initial, companies, isOpen, saving, save, onSave }: PostingFormProps) {
  const { t } = useTranslation("postings");
  const { t: common } = useTranslation();
  const { t: interview } = useTranslation("newInterview");
  const [draft, setDraft] = useState(initial);
  const resumeId = useId();
  const change = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part });
  };
  const hasLanguage = (language: Language) => draft.languages.includes(language);

  return (
    <form
      className="space-y-8"
      onSubmit={(event) => {
        event.preventDefault();
        onSave(draft);
      }}
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <Field
          label={t("field.title")}
          required
          maxLength={120}
          value={draft.title}
          onChange={(event) => {
            change({ title: event.target.value });
          }}
        />
        <Select
          label={t("field.company")}
          value={draft.company_id}
          onChange={(event) => {
            change({ company_id: event.target.value });
          }}
        >
          {companies.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </div>
      <TextField
        label={t("field.description")}
        hint={t("field.descriptionHint")}
        maxLength={LONGEST_TEXT}
        value={draft.description}
        onChange={(event) => {
          change({ description: event.target.value });
        }}
      />
      <CompetencyFields
        competencies={draft.competencies}
        onChange={(competencies) => {
          change({ competencies });
        }}
      />
      <fieldset className="space-y-5" disabled={isOpen}>
        <legend className="mb-4 text-title">{t("same.title")}</legend>
        <p className="text-label text-muted">{t(isOpen ? "same.open" : "same.hint")}</p>
        <div className="grid gap-5 sm:grid-cols-2">
          <Select
            label={t("field.position")}
            value={draft.position}
            onChange={(event) => {
              change({ position: event.target.value });
            }}
          >
            {POSITIONS.map((position) => (
              <option key={position} value={position}>
                {positionName(position, common)}
              </option>
            ))}
          </Select>
          <Select
            label={t("field.count")}
            value={draft.question_count}
            onChange={(event) => {
              change({ question_count: Number(event.target.value) });
            }}
          >
            {COUNTS.map((count) => (
              <option key={count} value={count}>
                {t("questions", { count })}
              </option>
            ))}
          </Select>
        </div>
        <div role="group" aria-label={t("field.languages")} className="space-y-3">
          <p className="text-label font-semibold">{t("field.languages")}</p>
          {LANGUAGES.map((language) => (
            <Check
              key={language}
              checked={hasLanguage(language)}
              disabled={hasLanguage(language) && draft.languages.length === 1}
              onChange={(isChosen) => {
                change({
                  languages: LANGUAGES.filter((one) => (one === language ? isChosen : hasLanguage(one))),
                });
              }}
            >
              <span lang={language}>{common(`language.${language}`)}</span>
            </Check>
          ))}
        </div>
        <div className="space-y-2">
          <Select
            label={t("field.resume")}
            aria-describedby={resumeId}
            value={draft.asks_for_resume}
            onChange={(event) => {
              change({ asks_for_resume: event.target.value as AskForResume });
            }}
          >
            {ASKS.map((ask) => (
              <option key={ask} value={ask}>
                {t(`asksForResume.${ask}`)}
              </option>
            ))}
          </Select>
          <p id={resumeId} className="text-caption text-muted">
            {t("field.resumeHint")}
          </p>
        </div>
      </fieldset>
      <fieldset className="space-y-5">
        <legend className="mb-4 text-title">{t("conditions.title")}</legend>
        <div className="grid gap-5 sm:grid-cols-2">
          <Select
            label={interview("difficulty.legend")}
            value={draft.difficulty ?? ""}
            onChange={(event) => {
              change({ difficulty: DIFFICULTIES.find((one) => one === event.target.value) ?? null });
            }}
          >
            {DIFFICULTIES.map((difficulty) => (
              <option key={difficulty ?? "mixed"} value={difficulty ?? ""}>
                {interview(`difficulty.${difficulty ?? "mixed"}`)}
              </option>
            ))}
          </Select>
          <Select
            label={interview("followUps.legend")}
            value={draft.follow_ups}
            onChange={(event) => {
              change({ follow_ups: Number(event.target.value) });
            }}
          >
            {FOLLOW_UPS.map((most) => (
              <option key={most} value={most}>
                {most === 0 ? interview("followUps.none") : interview("followUps.most", { count: most })}
              </option>
            ))}
          </Select>
          <Field
            label={t("field.opens")}
            type="datetime-local"
            value={draft.window_opens}
            onChange={(event) => {
              change({ window_opens: event.target.value });
            }}
          />
          <Field
            label={t("field.closes")}
            type="datetime-local"
            value={draft.window_closes}
            onChange={(event) => {
              change({ window_closes: event.target.value });
            }}
          />
          <Field
            label={t("field.retention")}
            hint={t("field.retentionHint")}
            type="number"
            min={1}
            max={1825}
            required
            value={draft.retention_days}
            onChange={(event) => {
              change({ retention_days: Number(event.target.value) });
            }}
          />
        </div>
        <Check
          checked={draft.accommodations.typed_answers ?? true}
          onChange={(typed_answers) => {
            change({ accommodations: { ...draft.accommodations, typed_answers } });
          }}
        >
          {t("field.typed")}
        </Check>
        <Check
          checked={draft.accommodations.extra_time ?? true}
          onChange={(extra_time) => {
            change({ accommodations: { ...draft.accommodations, extra_time } });
          }}
        >
          {t("field.extraTime")}
        </Check>
        <Check
          checked={draft.shows_answers_live}
          onChange={(shows_answers_live) => {
            change({ shows_answers_live });
          }}
        >
          {t("field.live")}
        </Check>
        <Check
          checked={draft.names_key_points}
          onChange={(names_key_points) => {
            change({ names_key_points });
          }}
        >
          {t("field.keyPoints")}
        </Check>
      </fieldset>
      <Failure error={saving.error} />
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" disabled={saving.isPending}>
          {saving.isPending && <Spinner />}
          {save}
        </Button>
        <p role="status" className="text-label text-muted">
          {saving.isSuccess && t("saved")}
        </p>
      </div>
    </form>
  );
}
