import type { AskedQuestion } from "@/client";
import { cn } from "@/lib/cn";
import { segmentBySpans } from "@/lib/code-points";

interface QuestionProps {
  id: string;
  question: AskedQuestion;
  /** How many code points have sounded; null while nothing is being said. */
  spoken: number | null;
}

/** The question; while it is spoken, its words light up with the voice. */
export function Question({ id, question, spoken }: QuestionProps) {
  const segments = segmentBySpans(question.text, spoken === null ? [] : [{ start: 0, end: spoken }]);
  return (
    <p
      id={id}
      lang={question.language}
      className="mx-auto max-w-3xl text-center text-[clamp(1.375rem,1.05rem+1.3vw,2rem)] leading-[1.45] font-semibold tracking-tight text-balance"
    >
      {segments.map(({ text, spans }, index) => (
        <span
          key={index}
          data-lit={spans.length > 0 || undefined}
          className={cn(
            "transition-colors duration-300",
            spoken !== null && (spans.length > 0 ? "text-ink" : "text-muted"),
          )}
        >
          {text}
        </span>
      ))}
    </p>
  );
}
