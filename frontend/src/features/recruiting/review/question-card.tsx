import { Keyboard, Mic } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Language, QuestionToReview } from "@/client";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import type { Quote } from "@/features/report/quotes";
import { Transcript } from "@/features/report/transcript";

interface QuestionCardProps {
  question: QuestionToReview;
  language: Language;
  quotes: readonly Quote[];
  lit: string | null;
  children: ReactNode;
}

/** One question: what was said, which stays in view, beside what is made of it. */
export function QuestionCard({ question, language, quotes, lit, children }: QuestionCardProps) {
  const { t } = useTranslation("review");
  const { t: common } = useTranslation();
  const headingId = `question-${question.number}`;
  const Icon = question.source === "typed" ? Keyboard : Mic;
  return (
    <section aria-labelledby={headingId} className="rounded-card p-6 glass sm:p-8 lg:p-10">
      <header className="mb-7 space-y-3">
        <p className="flex flex-wrap items-center gap-2">
          <Badge tone="accent">{t("questionNumber", { number: question.number })}</Badge>
          <Badge>{common(`category.${question.category}`)}</Badge>
          {question.competency !== null && <Badge>{question.competency}</Badge>}
        </p>
        <h3 id={headingId} lang={language} className="max-w-4xl text-title">
          {question.question}
        </h3>
      </header>
      <div className="grid gap-8 lg:grid-cols-[5fr_6fr] lg:gap-12">
        <div className="sticky top-18 z-10 -mx-2 min-w-0 self-start rounded-panel border bg-raised px-5 py-4 lg:top-26 lg:mx-0 lg:px-6 lg:py-5">
          <h4 className="mb-2 flex items-center gap-2 text-caption font-semibold text-muted">
            {t("answer")}
            {question.source !== null && (
              <span className="ml-auto inline-flex items-center gap-1.5 font-medium">
                <Icon aria-hidden className="size-4" />
                {t(question.source === "typed" ? "typed" : "spoken")}
              </span>
            )}
          </h4>
          {question.text === "" ? (
            <p className="text-muted">{t("noAnswer")}</p>
          ) : (
            <Transcript
              answer={question}
              language={language}
              quotes={quotes}
              lit={lit}
              label={t("answerTo", { number: question.number })}
              className="max-h-[26dvh] lg:max-h-[58dvh]"
            />
          )}
        </div>
        <div className="min-w-0 space-y-7">
          {question.unreliable_reason !== null && (
            <Alert tone="caution" title={t("unreliable.title")}>
              {t("unreliable.detail")}
            </Alert>
          )}
          {children}
        </div>
      </div>
    </section>
  );
}
