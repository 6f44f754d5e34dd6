import { Slider as SliderPrimitive } from "@base-ui/react/slider";
import { useState } from "react";

interface SliderProps {
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  /** The value in words, as it is shown and read out. */
  format: (value: number) => string;
  /** With every step of the way, before the value is settled. */
  onMove?: (value: number) => void;
  /** Once the thumb is let go of, or a key has moved it. */
  onChange: (value: number) => void;
}

/** A value between two others, with its label; it follows the thumb until it is let go of. */
export function Slider({ label, value, format, onMove, onChange, ...range }: SliderProps) {
  const [moved, setMoved] = useState<number | null>(null);
  const shown = moved ?? value;
  return (
    <SliderPrimitive.Root
      {...range}
      value={shown}
      largeStep={range.step * 4}
      onValueChange={(next) => {
        setMoved(next);
        onMove?.(next);
      }}
      onValueCommitted={(next) => {
        setMoved(null);
        onChange(next);
      }}
    >
      <div className="flex items-baseline justify-between gap-4 text-label">
        <SliderPrimitive.Label className="font-semibold">{label}</SliderPrimitive.Label>
        <span aria-hidden className="text-muted figures">
          {format(shown)}
        </span>
      </div>
      <SliderPrimitive.Control className="flex h-11 touch-none items-center select-none">
        <SliderPrimitive.Track className="h-2 w-full rounded-full border border-control bg-sunken">
          <SliderPrimitive.Indicator className="rounded-full bg-accent" />
          <SliderPrimitive.Thumb
            aria-valuetext={format(shown)}
            className="size-6 rounded-full border-2 border-accent bg-raised shadow-card has-focus-visible:outline-3 has-focus-visible:outline-offset-3 has-focus-visible:outline-accent forced-colors:bg-[ButtonText]"
          />
        </SliderPrimitive.Track>
      </SliderPrimitive.Control>
    </SliderPrimitive.Root>
  );
}
