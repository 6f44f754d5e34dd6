import { Select } from "@/components/ui/select";

interface ChoicesProps<Option extends string> {
  label: string;
  value: Option;
  /** Each with its name. */
  options: readonly (readonly [Option, string])[];
  onChoose: (option: Option) => void;
}

/** One of a few values, by their names. */
export function Choices<Option extends string>({ label, value, options, onChoose }: ChoicesProps<Option>) {
  return (
    <Select
      label={label}
      value={value}
      onChange={(event) => {
        const chosen = options.find(([option]) => option === event.target.value);
        if (chosen !== undefined) onChoose(chosen[0]);
      }}
    >
      {options.map(([option, name]) => (
        <option key={option} value={option}>
          {name}
        </option>
      ))}
    </Select>
  );
}
