import { Field } from "@/components/ui/field";

import { useProblem } from "./problems";

interface SlugFieldProps {
  label: string;
  hint: string;
  path: string;
  value: string;
  onChange: (slug: string) => void;
}

/** The identifier of something in the bank. */
export function SlugField({ label, hint, path, value, onChange }: SlugFieldProps) {
  return (
    <Field
      label={label}
      hint={hint}
      error={useProblem(path)}
      value={value}
      maxLength={80}
      autoCapitalize="none"
      spellCheck={false}
      onChange={(event) => {
        onChange(event.currentTarget.value);
      }}
    />
  );
}
