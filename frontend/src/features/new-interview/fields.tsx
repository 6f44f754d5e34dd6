import { useSuspenseQuery } from "@tanstack/react-query";
import { CircleAlert, Info } from "lucide-react";
import { useId, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Language } from "@/client";
import { Choice } from "@/components/ui/choice";
import { positionName } from "@/features/interviews/position-name";
import { configQuery } from "@/features/interviews/queries";
import { knowsLanguage } from "@/features/interviews/speech";
import { LANGUAGES } from "@/lib/preferences";

import { COUNTS, estimateMinutes, POSITIONS } from "./options";

interface FieldProps<Value> {
  value: Value;
  error: string | undefined;
  onChange: (value: Value) => void;
}

export function PositionField({ value, error, onChange }: FieldProps<string>) {
  const { t } = useTranslation("newInterview");
  const { t: common } = useTranslation();
  return (
    <ChoiceGroup legend={t("position")} error={error}>
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {POSITIONS.map((position) => (
          <Choice
            key={position}
            name="position"
            checked={value === position}
            onChange={() => {
              onChange(position);
            }}
          >
            {positionName(position, common)}
          </Choice>
        ))}
      </div>
    </ChoiceGroup>
  );
}

/** The language of the interview, with the truth about what this installation hears and says in it. */
export function LanguageField({ value, error, onChange }: FieldProps<Language>) {
  const { t } = useTranslation("newInterview");
  const { t: common } = useTranslation();
  const { stt, tts } = useSuspenseQuery(configQuery).data.engines;
  const notes = [
    knowsLanguage(stt, value) ? t("language.spoken") : t("language.typed", { engine: stt.name }),
    ...(knowsLanguage(tts, value) ? [] : [t("language.silent", { engine: tts.name })]),
  ];
  return (
    <ChoiceGroup legend={t("language.legend")} error={error} note={notes.join(" ")}>
      <div className="grid gap-3 sm:grid-cols-2">
        {LANGUAGES.map((language) => (
          <Choice
            key={language}
            name="language"
            checked={value === language}
            onChange={() => {
              onChange(language);
            }}
          >
            <span lang={language}>{common(`language.${language}`)}</span>
          </Choice>
        ))}
      </div>
    </ChoiceGroup>
  );
}

export function CountField({ value, error, onChange }: FieldProps<number>) {
  const { t } = useTranslation("newInterview");
  return (
    <ChoiceGroup
      legend={t("count.legend")}
      error={error}
      note={t("count.estimate", { minutes: estimateMinutes(value) })}
    >
      <div className="grid grid-cols-3 gap-3 sm:grid-cols-6">
        {COUNTS.map((count) => (
          <Choice
            key={count}
            name="question_count"
            checked={value === count}
            onChange={() => {
              onChange(count);
            }}
          >
            <span className="figures">{t("count.option", { count })}</span>
          </Choice>
        ))}
      </div>
    </ChoiceGroup>
  );
}

interface DeviceFieldProps {
  isOn: boolean;
  /** Whether a consent lets it be used at all. */
  isAgreed: boolean;
  onChange: (isOn: boolean) => void;
}

/** By voice or in writing: the microphone, or going without one. Not there where nobody understands the language. */
export function AnsweringField({ language, ...props }: DeviceFieldProps & { language: Language }) {
  const { stt } = useSuspenseQuery(configQuery).data.engines;
  return knowsLanguage(stt, language) && <DeviceField name="answering" {...props} />;
}

/** The picture is for what was agreed to alone, and an interview goes well without it. */
export function CameraField(props: DeviceFieldProps) {
  return <DeviceField name="camera" {...props} />;
}

function DeviceField({
  name,
  isOn,
  isAgreed,
  onChange,
}: DeviceFieldProps & { name: "answering" | "camera" }) {
  const { t } = useTranslation("newInterview");
  const note = isOn ? (isAgreed ? "on" : "notAgreed") : "off";
  return (
    <ChoiceGroup legend={t(`${name}.legend`)} error={undefined} note={t(`${name}.note.${note}`)}>
      <div className="grid gap-3 sm:grid-cols-2">
        {[true, false].map((choice) => (
          <Choice
            key={String(choice)}
            name={name}
            checked={isOn === choice}
            onChange={() => {
              onChange(choice);
            }}
          >
            {t(`${name}.${choice ? "on" : "off"}`)}
          </Choice>
        ))}
      </div>
    </ChoiceGroup>
  );
}

interface ChoiceGroupProps {
  legend: string;
  /** What follows from the choice; what is wrong with it takes its place at the top. */
  note?: string;
  error: string | undefined;
  children: ReactNode;
}

function ChoiceGroup({ legend, note, error, children }: ChoiceGroupProps) {
  const id = useId();
  return (
    <div
      role="radiogroup"
      aria-labelledby={`${id}-legend`}
      aria-invalid={error !== undefined}
      aria-describedby={[error && `${id}-error`, note && `${id}-note`].filter(Boolean).join(" ") || undefined}
    >
      <h2 id={`${id}-legend`} className="mb-4 text-title">
        {legend}
      </h2>
      {children}
      {error !== undefined && (
        <p id={`${id}-error`} role="alert" className="mt-3 flex gap-2 text-label text-danger">
          <CircleAlert aria-hidden className="mt-[0.15em] size-5 shrink-0" />
          {error}
        </p>
      )}
      {note !== undefined && (
        <p id={`${id}-note`} aria-live="polite" className="mt-3 flex gap-2 text-label text-muted">
          <Info aria-hidden className="mt-[0.15em] size-5 shrink-0 text-accent" />
          {note}
        </p>
      )}
    </div>
  );
}
