import { useEffect, useMemo, useRef } from "react";

import type { Language } from "@/client";
import { cn } from "@/lib/cn";
import { segmentBySpans } from "@/lib/code-points";

import type { Quote } from "./quotes";

interface TranscriptProps {
  text: string;
  language: Language;
  quotes: readonly Quote[];
  /** The id of the quote that is lit. */
  lit: string | null;
  /** Names the region for assistive technology. */
  label: string;
  className?: string;
}

/** An answer with its quotes marked; the lit one is brought into view inside the region, never by moving the page. */
export function Transcript({ text, language, quotes, lit, label, className }: TranscriptProps) {
  const region = useRef<HTMLDivElement>(null);
  const segments = useMemo(() => segmentBySpans(text, quotes), [text, quotes]);

  useEffect(() => {
    const mark = region.current?.querySelector("[data-lit]");
    if (lit === null || !region.current || !(mark instanceof HTMLElement)) return;
    const top = mark.offsetTop - (region.current.clientHeight - mark.offsetHeight) / 2;
    region.current.scrollTo({ top, behavior: prefersStillness() ? "auto" : "smooth" });
  }, [lit]);

  return (
    <div
      ref={region}
      role="region"
      aria-label={label}
      // A region that scrolls must be reachable by keyboard.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className={cn("relative overflow-y-auto rounded-control leading-[1.85] whitespace-pre-wrap", className)}
    >
      <p lang={language}>
        {segments.map((segment, index) => {
          if (segment.spans.length === 0) return <span key={index}>{segment.text}</span>;
          const isLit = segment.spans.some((span) => quotes[span]?.id === lit);
          return (
            <mark
              key={index}
              data-lit={isLit || undefined}
              className={cn(
                "box-decoration-clone py-[0.15em] text-ink underline decoration-lit-line decoration-2 underline-offset-[0.3em] transition-colors duration-300",
                isLit ? "rounded-mark bg-lit" : "bg-transparent",
              )}
            >
              {segment.text}
            </mark>
          );
        })}
      </p>
    </div>
  );
}

function prefersStillness(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
