import { memo, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Language } from "@/client";
import { cn } from "@/lib/cn";

import type { Piece, Place } from "./timed-words";

interface WordsProps {
  pieces: readonly Piece[];
  language: Language;
  /** The index of the piece that sounds now. */
  lit: number | null;
  label: string;
  onPlay: (place: Place) => void;
}

/**
 * An answer, word by word: each plays from where it was said. One stop of the Tab key; the arrow keys go from word to
 * word, Home and End to the first and the last.
 */
export const TimedWords = memo(function TimedWords({ pieces, language, lit, label, onPlay }: WordsProps) {
  const { t } = useTranslation("report");
  const region = useRef<HTMLDivElement>(null);
  const placed = pieces.flatMap(({ place }, index) => (place === null ? [] : [index]));
  const [chosen, setChosen] = useState(placed[0] ?? 0);

  useEffect(() => {
    const word = region.current?.querySelector("[data-lit]");
    if (!region.current || !(word instanceof HTMLElement)) return;
    const { scrollTop, clientHeight } = region.current;
    const isInView =
      word.offsetTop >= scrollTop && word.offsetTop + word.offsetHeight <= scrollTop + clientHeight;
    if (!isInView) region.current.scrollTo({ top: word.offsetTop - clientHeight / 3 });
  }, [lit]);

  const move = (event: React.KeyboardEvent) => {
    const at = placed.indexOf(chosen);
    const steps: Record<string, number> = {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      Home: 0,
      End: placed.length - 1,
    };
    const wanted = placed[steps[event.key] ?? -1];
    if (wanted === undefined) return;
    event.preventDefault();
    setChosen(wanted);
    const word = region.current?.querySelector(`[data-piece="${wanted}"]`);
    if (word instanceof HTMLElement) word.focus();
  };

  if (pieces.every(({ text }) => text === "")) return <p className="text-muted">{t("empty")}</p>;
  return (
    <div
      ref={region}
      role="group"
      aria-label={label}
      lang={language}
      className="relative max-h-80 overflow-y-auto leading-[1.85] whitespace-pre-wrap"
    >
      {pieces.map(({ text, place }, index) =>
        place === null ? (
          <span key={index}>{text}</span>
        ) : (
          <button
            key={index}
            type="button"
            data-piece={index}
            data-lit={index === lit || undefined}
            aria-current={index === lit || undefined}
            tabIndex={index === chosen ? 0 : -1}
            className={cn(
              "inline cursor-pointer rounded-mark py-[0.1em] text-left hover:underline",
              index === lit && "bg-lit",
            )}
            onKeyDown={move}
            onClick={() => {
              setChosen(index);
              onPlay(place);
            }}
          >
            {text}
          </button>
        ),
      )}
    </div>
  );
});
