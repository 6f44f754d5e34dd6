import { useId } from "react";

import { Choice } from "@/components/ui/choice";

interface ChoicesProps<Value extends string | number> {
  legend: string;
  hint?: string;
  name: string;
  options: readonly Value[];
  chosen: Value;
  /** An option in words. */
  format: (option: Value) => string;
  /** The language of an option's words, where it is another than the page's. */
  langOf?: (option: Value) => string;
  onChoose: (option: Value) => void;
}

/** One of a few, as tiles under a heading that says what it is about. */
export function Choices<Value extends string | number>({
  legend,
  hint,
  name,
  options,
  chosen,
  format,
  langOf,
  onChoose,
}: ChoicesProps<Value>) {
  const id = useId();
  return (
    <div
      role="radiogroup"
      aria-labelledby={`${id}-legend`}
      aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      className="space-y-4"
    >
      <div className="space-y-1">
        <h3 id={`${id}-legend`} className="font-semibold">
          {legend}
        </h3>
        {hint !== undefined && (
          <p id={`${id}-hint`} className="text-label text-muted">
            {hint}
          </p>
        )}
      </div>
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-[repeat(auto-fit,minmax(8rem,1fr))]">
        {options.map((option) => (
          <Choice
            key={option}
            name={name}
            checked={chosen === option}
            onChange={() => {
              onChoose(option);
            }}
          >
            <span className="figures" lang={langOf?.(option)}>
              {format(option)}
            </span>
          </Choice>
        ))}
      </div>
    </div>
  );
}
