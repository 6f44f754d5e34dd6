import { useId, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";

import type { CriterionToReview, GivenBandOutput, Language } from "@/client";
import { Choice } from "@/components/ui/choice";
import { Textarea } from "@/components/ui/textarea";

import { bandOfKey, placeOf } from "./bands";

interface BandChoiceProps {
  question: number;
  criterion: CriterionToReview;
  language: Language;
  given: GivenBandOutput | undefined;
  onGive: (band: GivenBandOutput) => void;
  /** A band was given by key: on to the next criterion. */
  onNext: (place: string) => void;
}

/** The described bands of one criterion, chosen by pointer, by arrow keys, or by 0–4 and X. */
export function BandChoice({ question, criterion, language, given, onGive, onNext }: BandChoiceProps) {
  const { t } = useTranslation("review");
  const id = useId();
  const place = placeOf(question, criterion.slug);
  const give = (band: number | null) => {
    onGive({ question, criterion: criterion.slug, note: "", ...given, band });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const band = bandOfKey(event.key);
    if (band === undefined) return;
    event.preventDefault();
    give(band);
    onNext(place);
  };

  return (
    <fieldset className="min-w-0 space-y-3 py-7 first:pt-0 last:pb-0">
      <legend className="contents">
        <span lang={language} className="text-lead font-semibold">
          {criterion.name}
        </span>
      </legend>
      {criterion.key_points.length > 0 && (
        <p className="text-caption text-muted">
          {t("lookFor")} <span lang={language}>{criterion.key_points.join(" · ")}</span>
        </p>
      )}
      <div data-place={place} className="grid scroll-mt-[calc(26dvh+12rem)] gap-2 lg:scroll-mt-28">
        {criterion.bands.map((description, band) => (
          <Choice
            key={band}
            name={id}
            checked={given?.band === band}
            onKeyDown={onKeyDown}
            onChange={() => {
              give(band);
            }}
          >
            <span className="mr-2 font-semibold figures">{band}</span>
            <span lang={language} className="text-label">
              {description}
            </span>
          </Choice>
        ))}
        <Choice
          name={id}
          checked={given?.band === null}
          onKeyDown={onKeyDown}
          onChange={() => {
            give(null);
          }}
        >
          <span className="text-label">{t("cannotJudge")}</span>
        </Choice>
      </div>
      <div className="space-y-2">
        <label htmlFor={`${id}-note`} className="block text-caption font-semibold text-muted">
          {t("noteOnBand")}
        </label>
        <Textarea
          id={`${id}-note`}
          className="min-h-12"
          rows={1}
          maxLength={2000}
          value={given?.note ?? ""}
          disabled={given === undefined}
          onChange={(event) => {
            if (given !== undefined) onGive({ ...given, note: event.target.value });
          }}
        />
      </div>
    </fieldset>
  );
}
