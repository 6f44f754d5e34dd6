import { cn } from "@/lib/cn";

/** Two circles that meet: one speaks, one listens. */
export function Brand({ className }: { className?: string }) {
  return (
    <span
      className={cn(
        "inline-flex items-center gap-2.5 text-lead font-bold tracking-tight whitespace-nowrap",
        className,
      )}
    >
      <svg aria-hidden viewBox="0 0 34 22" className="h-[1.15em] fill-none stroke-[3.2]">
        <circle cx="11" cy="11" r="8.6" className="stroke-accent" />
        <circle cx="23" cy="11" r="8.6" className="stroke-lit-line" />
      </svg>
      Visavis
    </span>
  );
}
