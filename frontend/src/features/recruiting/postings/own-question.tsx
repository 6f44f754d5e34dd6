import { useId, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Language, OwnPlace, PostingOut, QuestionCategory } from "@/client";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";

const CATEGORIES = [
  "technical",
  "behavioral",
  "situational",
  "cultural_fit",
] as const satisfies QuestionCategory[];

interface OwnQuestionProps {
  posting: PostingOut;
  category: QuestionCategory;
  onChoose: (own: OwnPlace) => void;
}

/** A question of the organisation's own, and the answer that others are held against. */
export function OwnQuestion({ posting, category: initial, onChoose }: OwnQuestionProps) {
  const { t } = useTranslation("postings");
  const { t: common } = useTranslation();
  const [content, setContent] = useState<Partial<Record<Language, string>>>({});
  const [category, setCategory] = useState(initial);
  const [answer, setAnswer] = useState("");
  const isWhole =
    answer.trim() !== "" && posting.languages.every((language) => (content[language] ?? "").trim() !== "");
  return (
    <div className="space-y-4 border-t pt-4">
      {posting.languages.map((language) => (
        <Text
          key={language}
          label={t("own.text", { language: common(`language.${language}`) })}
          maxLength={600}
          value={content[language] ?? ""}
          onChange={(text) => {
            setContent({ ...content, [language]: text });
          }}
        />
      ))}
      <Select
        label={t("own.category")}
        value={category}
        onChange={(event) => {
          setCategory(CATEGORIES.find((one) => one === event.target.value) ?? initial);
        }}
      >
        {CATEGORIES.map((one) => (
          <option key={one} value={one}>
            {common(`category.${one}`)}
          </option>
        ))}
      </Select>
      <Text
        label={t("own.answer")}
        hint={t("own.answerHint")}
        maxLength={4000}
        value={answer}
        onChange={setAnswer}
      />
      <Button
        variant="outline"
        disabled={!isWhole}
        onClick={() => {
          onChoose({ kind: "own", content, category, model_answer: answer });
        }}
      >
        {t("own.take")}
      </Button>
    </div>
  );
}

interface TextProps {
  label: string;
  hint?: string;
  maxLength: number;
  value: string;
  onChange: (text: string) => void;
}

function Text({ label, hint, maxLength, value, onChange }: TextProps) {
  const id = useId();
  return (
    <div className="space-y-2">
      <label htmlFor={id} className="block text-label font-semibold">
        {label}
      </label>
      <Textarea
        id={id}
        maxLength={maxLength}
        aria-describedby={hint === undefined ? undefined : `${id}-note`}
        className="min-h-20"
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
      {hint !== undefined && (
        <p id={`${id}-note`} className="text-caption text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}
