import { useId } from "react";
import { useTranslation } from "react-i18next";

import type { AnswerSummary, Language } from "@/client";

import { QuoteButton } from "./criterion";
import { quotesOfSummary, type Quote } from "./quotes";
import { UnmeasuredReason } from "./unmeasured";

interface InShortProps {
  summary: AnswerSummary;
  language: Language;
  quotes: readonly Quote[];
  lit: string | null;
  onLight: (id: string) => void;
}

/** The answer in a sentence or two, and the words that it rests on; or why there is none. */
export function InShort({ summary, language, quotes, lit, onLight }: InShortProps) {
  const { t } = useTranslation("report");
  const headingId = useId();
  const rests = quotesOfSummary(quotes);
  const inOwnWords = summary.text === rests.map(({ text }) => text).join(" ");

  return (
    <article aria-labelledby={headingId} className="space-y-3 py-7 first:pt-0 last:pb-0">
      <h4 id={headingId} className="text-lead">
        {t("inShort.title")}
      </h4>
      {summary.text === null ? (
        <p className="text-muted">
          <UnmeasuredReason reason={summary.reason} />
        </p>
      ) : (
        <>
          {inOwnWords ? (
            <p className="text-caption text-muted">{t("inShort.ownWords")}</p>
          ) : (
            <p lang={language}>{summary.text}</p>
          )}
          <ul className="space-y-2">
            {rests.map(({ id, text }) => (
              <li key={id}>
                <QuoteButton id={id} text={text} language={language} isLit={lit === id} onLight={onLight} />
              </li>
            ))}
          </ul>
        </>
      )}
    </article>
  );
}
