import { useId, type ComponentProps } from "react";

import { Textarea } from "./textarea";

interface TextFieldProps extends ComponentProps<"textarea"> {
  label: string;
  hint?: string | undefined;
}

/** A longer text with its label and hint, tied together for assistive technology. */
export function TextField({ label, hint, ...textarea }: TextFieldProps) {
  const id = useId();
  return (
    <div className="space-y-2">
      <label htmlFor={id} className="block text-label font-semibold">
        {label}
      </label>
      <Textarea id={id} aria-describedby={hint === undefined ? undefined : `${id}-note`} {...textarea} />
      {hint !== undefined && (
        <p id={`${id}-note`} className="text-caption text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}
