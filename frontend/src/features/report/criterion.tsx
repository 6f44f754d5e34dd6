import { Quote as QuoteIcon } from "lucide-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";

import type { Language, SharedCriterion } from "@/client";
import { cn } from "@/lib/cn";

import { BandScale } from "./band-scale";
import { quoteId, type Quote } from "./quotes";
import { UnmeasuredReason } from "./unmeasured";

interface CriterionProps {
  judgement: SharedCriterion;
  turn: number;
  language: Language;
  /** The quotes of the answer; evidence that is not among them has no place in it. */
  quotes: readonly Quote[];
  lit: string | null;
  onLight: (id: string) => void;
}

/** One judgement: the band, why, the words it rests on, and what was missing; of a shared one, what was chosen. */
export function Criterion({ judgement, turn, language, quotes, lit, onLight }: CriterionProps) {
  const { t } = useTranslation("report");
  const headingId = useId();
  const evidence = judgement.evidence;
  const missing = judgement.missing;

  return (
    <article aria-labelledby={headingId} className="space-y-4 py-7 first:pt-0 last:pb-0">
      <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <h4 id={headingId} lang={language} className="text-lead">
          {judgement.name}
        </h4>
        {judgement.band !== null ? (
          <BandScale band={judgement.band} />
        ) : judgement.reason !== null ? (
          <p className="rounded-full border border-dashed border-control px-3 py-1 text-caption font-semibold">
            {t("scores.unmeasured")}
          </p>
        ) : null}
      </header>

      {judgement.reason !== null ? (
        <p className="font-semibold">
          <UnmeasuredReason reason={judgement.reason} />
        </p>
      ) : (
        judgement.band_description && (
          <p lang={language} className="font-semibold">
            {judgement.band_description}
          </p>
        )
      )}

      {judgement.rationale !== "" && (
        <div>
          <h5 className="sr-only">{t("rationale")}</h5>
          <p lang={language} className="text-muted">
            {judgement.rationale}
          </p>
        </div>
      )}

      {evidence.length > 0 && (
        <div className="space-y-2">
          <h5 className="text-caption font-semibold text-muted">{t("evidence")}</h5>
          <ul className="space-y-2">
            {evidence.map((span, index) => {
              const id = quoteId(turn, judgement.criterion, index);
              const hasPlace = quotes.some((quote) => quote.id === id);
              return (
                <li key={id}>
                  {hasPlace ? (
                    <QuoteButton
                      id={id}
                      text={span.quote}
                      language={language}
                      isLit={lit === id}
                      onLight={onLight}
                    />
                  ) : (
                    <p className="text-label text-muted">
                      <q lang={language}>{span.quote}</q> {t("evidenceLost")}
                    </p>
                  )}
                </li>
              );
            })}
          </ul>
        </div>
      )}

      {missing.length > 0 && (
        <div className="space-y-1.5">
          <h5 className="text-caption font-semibold text-muted">{t("missing")}</h5>
          <ul lang={language} className="list-disc space-y-0.5 pl-5 text-label marker:text-control">
            {missing.map((item) => (
              <li key={item}>{item}</li>
            ))}
          </ul>
        </div>
      )}
    </article>
  );
}

interface QuoteButtonProps {
  id: string;
  text: string;
  language: Language;
  isLit: boolean;
  onLight: (id: string) => void;
}

/** A quote that lights up in the transcript when it is chosen, or merely reached by keyboard. */
export function QuoteButton({ id, text, language, isLit, onLight }: QuoteButtonProps) {
  const light = () => {
    onLight(id);
  };
  return (
    <button
      id={id}
      type="button"
      aria-pressed={isLit}
      onClick={light}
      onFocus={light}
      className={cn(
        "scroll-mt-[calc(26dvh+10.5rem)] lg:scroll-mt-28",
        "flex w-full gap-3 rounded-control border px-4 py-3 text-left text-label transition-colors",
        isLit ? "border-lit-line bg-lit" : "border-transparent bg-lit-soft hover:border-lit-line",
      )}
    >
      <QuoteIcon aria-hidden className="mt-1 size-4 shrink-0 text-caution" />
      <span lang={language}>{text}</span>
    </button>
  );
}
