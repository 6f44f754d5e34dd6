import { CircleAlert } from "lucide-react";
import { useId, type ComponentProps, type ReactNode } from "react";

import { Input } from "./input";

interface FieldProps extends ComponentProps<"input"> {
  label: string;
  hint?: string;
  /** What is wrong with the value; takes the hint's place. */
  error?: string | undefined;
  /** Sits at the end of the input, such as a button that shows the password. */
  adornment?: ReactNode;
}

/** An input with its label, hint and error, tied together for assistive technology. */
export function Field({ label, hint, error, adornment, ...input }: FieldProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className="space-y-2">
      <label htmlFor={id} className="block text-label font-semibold">
        {label}
      </label>
      <div className="relative">
        <Input
          id={id}
          aria-invalid={error !== undefined}
          aria-describedby={note === undefined ? undefined : `${id}-note`}
          className={adornment === undefined ? undefined : "pr-14"}
          {...input}
        />
        {adornment !== undefined && (
          <div className="absolute inset-y-0 right-1 flex items-center">{adornment}</div>
        )}
      </div>
      {note !== undefined && (
        <p
          id={`${id}-note`}
          className={
            error === undefined ? "text-caption text-muted" : "flex gap-1.5 text-caption text-danger"
          }
        >
          {error !== undefined && <CircleAlert aria-hidden className="mt-[0.15em] size-4 shrink-0" />}
          {note}
        </p>
      )}
    </div>
  );
}
