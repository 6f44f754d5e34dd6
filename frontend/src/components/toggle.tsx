import { useId, type ReactNode } from "react";

interface ToggleProps {
  label: string;
  hint: ReactNode;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

/** A setting that is on or off, and what that means. */
export function Toggle({ label, hint, isOn, onChange }: ToggleProps) {
  const id = useId();
  return (
    <div>
      <label className="flex min-h-11 items-center gap-3 font-semibold">
        <input
          type="checkbox"
          checked={isOn}
          aria-describedby={id}
          className="size-5.5 shrink-0 accent-accent"
          onChange={(event) => {
            onChange(event.currentTarget.checked);
          }}
        />
        {label}
      </label>
      <p id={id} className="pl-8.5 text-label text-muted">
        {hint}
      </p>
    </div>
  );
}
