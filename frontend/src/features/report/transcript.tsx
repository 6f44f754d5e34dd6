import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";

import type { CorrectedRun, Language, SharedFollowUp } from "@/client";
import { ScrollRegion } from "@/components/scroll-region";
import { Badge } from "@/components/ui/badge";
import { CorrectedRuns } from "@/features/corrections/corrected-runs";
import { cn } from "@/lib/cn";
import { segmentBySpans } from "@/lib/code-points";

import type { Quote } from "./quotes";

interface TranscriptProps {
  answer: { text: string; corrected: readonly CorrectedRun[]; follow_ups: readonly SharedFollowUp[] };
  language: Language;
  quotes: readonly Quote[];
  /** The id of the quote that is lit. */
  lit: string | null;
  /** Names the region for assistive technology. */
  label: string;
  id?: string;
  className?: string;
}

/** Of the region with what was said to a question. */
export function transcriptId(turn: number): string {
  return `transcript-${turn}`;
}

/**
 * An answer and those to its follow-ups with their quotes marked; the lit one is brought into view inside the region,
 * never by moving the page.
 */
export function Transcript({ answer, language, quotes, lit, label, id, className }: TranscriptProps) {
  const { t } = useTranslation("report");
  const region = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const mark = region.current?.querySelector("[data-lit]");
    if (lit === null || !region.current || !(mark instanceof HTMLElement)) return;
    const top = mark.offsetTop - (region.current.clientHeight - mark.offsetHeight) / 2;
    region.current.scrollTo({ top, behavior: prefersStillness() ? "auto" : "smooth" });
  }, [lit]);

  return (
    <ScrollRegion
      ref={region}
      id={id}
      label={label}
      className={cn(
        "relative overflow-y-auto rounded-control leading-[1.85] whitespace-pre-wrap print:max-h-none! print:overflow-visible",
        className,
      )}
    >
      <Words
        text={answer.text}
        corrected={answer.corrected}
        followUp={null}
        language={language}
        quotes={quotes}
        lit={lit}
      />
      {answer.follow_ups.map((followUp) => (
        <div key={followUp.turn} className="mt-4 space-y-1 border-t pt-4">
          <p className="text-label leading-normal text-muted">
            <Badge className="mr-2">{t("followUp")}</Badge>
            <span lang={language}>{followUp.question}</span>
          </p>
          <Words
            text={followUp.text}
            corrected={followUp.corrected}
            followUp={followUp.turn}
            language={language}
            quotes={quotes}
            lit={lit}
          />
          {followUp.unreliable_reason !== null && followUp.text !== "" && (
            <p className="text-caption leading-normal text-muted">{t("followUpLeftOut")}</p>
          )}
        </div>
      ))}
    </ScrollRegion>
  );
}

interface WordsProps {
  text: string;
  corrected: readonly CorrectedRun[];
  followUp: number | null;
  language: Language;
  quotes: readonly Quote[];
  lit: string | null;
}

/** What was said to the question, or to one follow-up, with the quotes that are from there, and what was corrected. */
function Words({ text, corrected, followUp, language, quotes, lit }: WordsProps) {
  const { t } = useTranslation("report");
  const here = useMemo(() => quotes.filter((quote) => quote.followUp === followUp), [quotes, followUp]);
  const segments = useMemo(() => segmentBySpans(text, [...here, ...corrected]), [text, here, corrected]);
  if (text === "") return <p className="text-muted">{t("empty")}</p>;
  return (
    <>
      <p lang={language}>
        {segments.map((segment, index) => {
          const of = segment.spans.flatMap((span) => here[span] ?? []);
          const isCorrected = segment.spans.some((span) => span >= here.length);
          const dotted = isCorrected && "underline decoration-dotted decoration-2 underline-offset-[0.3em]";
          if (of.length === 0)
            return (
              <span key={index} className={cn(dotted)}>
                {segment.text}
              </span>
            );
          const isLit = of.some(({ id }) => id === lit);
          return (
            <mark
              key={index}
              data-lit={isLit || undefined}
              className={cn(
                "box-decoration-clone py-[0.15em] text-ink underline decoration-lit-line decoration-2 underline-offset-[0.3em] transition-colors duration-300",
                dotted,
                isLit ? "rounded-mark bg-lit" : "bg-transparent",
              )}
            >
              {segment.text}
            </mark>
          );
        })}
      </p>
      <CorrectedRuns text={text} runs={corrected} />
    </>
  );
}

function prefersStillness(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
