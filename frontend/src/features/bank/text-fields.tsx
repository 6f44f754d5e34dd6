import { CircleAlert } from "lucide-react";
import { useId, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Language, Localised } from "@/client";
import { Textarea } from "@/components/ui/textarea";
import { cn } from "@/lib/cn";
import { LANGUAGES } from "@/lib/preferences";

import { expressionsOf, type PointDraft } from "./draft";
import { useListProblems, useProblem } from "./problems";

interface TextPairProps {
  legend: ReactNode;
  hint?: string;
  /** Of the pair within the question. */
  path: string;
  value: Localised;
  rows?: number;
  onChange: (value: Localised) => void;
}

/** The same text in both languages, side by side. */
export function TextPair({ legend, hint, path, value, rows = 2, onChange }: TextPairProps) {
  const id = useId();
  const problem = useProblem(path);
  return (
    <Pair legend={legend} hint={hint} id={id} problems={problem === undefined ? [] : [problem]}>
      {LANGUAGES.map((language) => (
        <TextField
          key={language}
          language={language}
          path={`${path}.${language}`}
          describedBy={id}
          value={value[language]}
          rows={rows}
          onChange={(text) => {
            onChange({ ...value, [language]: text });
          }}
        />
      ))}
    </Pair>
  );
}

interface ExpressionsProps {
  path: string;
  value: PointDraft;
  onChange: (value: PointDraft) => void;
}

/** What a key point is recognised by, a line each, in both languages. */
export function Expressions({ path, value, onChange }: ExpressionsProps) {
  const { t } = useTranslation("bank");
  const id = useId();
  return (
    <Pair
      legend={t(value.statement ? "point.statements" : "point.expressions")}
      hint={t(value.statement ? "point.statementsHint" : "point.expressionsHint")}
      id={id}
      problems={[]}
    >
      {LANGUAGES.map((language) => (
        <ExpressionList
          key={language}
          language={language}
          path={`${path}.${language}`}
          describedBy={id}
          value={value}
          onChange={onChange}
        />
      ))}
    </Pair>
  );
}

interface ExpressionListProps extends ExpressionsProps {
  language: Language;
  describedBy: string;
}

function ExpressionList({ language, path, describedBy, value, onChange }: ExpressionListProps) {
  const expressions = expressionsOf(value, language);
  const problems = useListProblems(path).map(({ entry, problem }) => {
    const expression = entry === null ? undefined : expressions[entry];
    return expression === undefined ? problem : `“${expression}”: ${problem}`;
  });
  return (
    <LanguageField
      language={language}
      describedBy={describedBy}
      problems={problems}
      value={value[language]}
      rows={Math.min(12, Math.max(3, value[language].split("\n").length))}
      onChange={(text) => {
        onChange({ ...value, [language]: text });
      }}
    />
  );
}

interface TextFieldProps {
  language: Language;
  path: string;
  describedBy: string;
  value: string;
  rows: number;
  onChange: (value: string) => void;
}

function TextField({ path, ...field }: TextFieldProps) {
  const problem = useProblem(path);
  return <LanguageField {...field} problems={problem === undefined ? [] : [problem]} />;
}

interface LanguageFieldProps extends Omit<TextFieldProps, "path"> {
  problems: string[];
}

function LanguageField({ language, describedBy, problems, value, rows, onChange }: LanguageFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const isWrong = problems.length > 0;
  return (
    <div className="min-w-0 space-y-1.5">
      <label htmlFor={id} className="block text-caption text-muted">
        {t(`language.${language}`)}
      </label>
      <Textarea
        id={id}
        lang={language}
        className={cn("min-h-0", rows === 1 && "resize-none overflow-hidden whitespace-nowrap")}
        value={value}
        rows={rows}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? `${id}-problem ${describedBy}-hint` : `${describedBy}-hint`}
        onChange={(event) => {
          onChange(event.currentTarget.value);
        }}
      />
      <ProblemList id={`${id}-problem`} problems={problems} />
    </div>
  );
}

interface PairProps {
  id: string;
  legend: ReactNode;
  hint: string | undefined;
  problems: string[];
  children: ReactNode;
}

function Pair({ id, legend, hint, problems, children }: PairProps) {
  return (
    <fieldset className="min-w-0 space-y-2">
      <legend className="text-label font-semibold">{legend}</legend>
      <p id={`${id}-hint`} className={hint === undefined ? "sr-only" : "text-caption text-muted"}>
        {hint}
      </p>
      <div className="grid gap-x-5 gap-y-3 md:grid-cols-2">{children}</div>
      <ProblemList problems={problems} />
    </fieldset>
  );
}

/** What is wrong; nothing where nothing is. */
export function ProblemList({ id, problems }: { id?: string; problems: string[] }) {
  if (problems.length === 0) return null;
  return (
    <ul id={id} className="space-y-1">
      {problems.map((problem) => (
        <li key={problem} className="flex gap-1.5 text-caption text-danger">
          <CircleAlert aria-hidden className="mt-[0.15em] size-4 shrink-0" />
          {problem}
        </li>
      ))}
    </ul>
  );
}
