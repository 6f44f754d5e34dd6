import { Check } from "../postings/check";

interface ChecksProps<Value extends string> {
  legend: string;
  values: readonly Value[];
  nameOf: (value: Value) => string;
  chosen: readonly Value[];
  onChange: (chosen: Value[]) => void;
}

/** Any number of several. */
export function Checks<Value extends string>({
  legend,
  values,
  nameOf,
  chosen,
  onChange,
}: ChecksProps<Value>) {
  return (
    <fieldset className="space-y-2">
      <legend className="text-label font-semibold">{legend}</legend>
      {values.map((value) => (
        <Check
          key={value}
          checked={chosen.includes(value)}
          onChange={(checked) => {
            onChange(checked ? [...chosen, value] : chosen.filter((one) => one !== value));
          }}
        >
          {nameOf(value)}
        </Check>
      ))}
    </fieldset>
  );
}
