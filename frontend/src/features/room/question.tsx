import type { AskedQuestion } from "@/client";
import { cn } from "@/lib/cn";
import { wordsOf } from "@/lib/code-points";

interface QuestionProps {
  id: string;
  question: AskedQuestion;
  /** How many code points have sounded; null while nothing is being said. */
  spoken: number | null;
}

/** The question; while it is spoken, its words light up with the voice. */
export function Question({ id, question, spoken }: QuestionProps) {
  return (
    <p
      // As high as most questions, and new with each: nothing on the page moves when the next one comes.
      key={question.id}
      id={id}
      lang={question.language}
      className="mx-auto min-h-[4lh] max-w-3xl content-center text-center text-[clamp(1.375rem,1.05rem+1.3vw,2rem)] leading-[1.45] font-semibold tracking-tight text-balance sm:min-h-[3lh]"
    >
      {wordsOf(question.text).map(({ text, start }) => {
        const isLit = spoken !== null && start < spoken;
        return (
          <span
            key={start}
            data-lit={isLit || undefined}
            className={cn(
              "transition-colors duration-300",
              spoken !== null && (isLit ? "text-ink" : "text-muted"),
            )}
          >
            {text}
          </span>
        );
      })}
    </p>
  );
}
