import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Language, OwnPlace, PostingOut, QuestionCategory } from "@/client";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";

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
        <TextField
          key={language}
          label={t("own.text", { language: common(`language.${language}`) })}
          maxLength={600}
          className="min-h-20"
          value={content[language] ?? ""}
          onChange={(event) => {
            setContent({ ...content, [language]: event.target.value });
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
      <TextField
        label={t("own.answer")}
        hint={t("own.answerHint")}
        maxLength={4000}
        className="min-h-20"
        value={answer}
        onChange={(event) => {
          setAnswer(event.target.value);
        }}
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
