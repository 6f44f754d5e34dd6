import "./interviewer.css";

import { useEffect, useRef } from "react";

import { cn } from "@/lib/cn";

/** What the figure does; `waiting` while there is nobody to talk to. */
export type Doing = "waiting" | "speaking" | "listening" | "thinking" | "paused";

interface InterviewerProps {
  doing: Doing;
  /** How loud is what it does: its own voice while it speaks, the candidate's while it listens. From 0 to 1. */
  level: () => number;
  className?: string;
}

/** The interviewer's presence. Decorative: what it does is said in words beside it. */
export function Interviewer({ doing, level, className }: InterviewerProps) {
  const figure = useLevel<SVGSVGElement>(level, doing === "speaking" || doing === "listening");
  return (
    <svg
      ref={figure}
      aria-hidden
      viewBox="0 0 240 240"
      data-doing={doing}
      className={cn("interviewer", className)}
    >
      <defs>
        <radialGradient id="interviewer-halo">
          <stop offset="45%" stopColor="var(--color-accent)" stopOpacity="0.34" />
          <stop offset="100%" stopColor="var(--color-accent)" stopOpacity="0" />
        </radialGradient>
        <radialGradient id="interviewer-body" cx="38%" cy="30%" r="80%">
          <stop offset="0%" stopColor="light-dark(oklch(0.76 0.075 192), oklch(0.86 0.075 190))" />
          <stop offset="55%" stopColor="light-dark(oklch(0.53 0.08 196), oklch(0.6 0.085 196))" />
          <stop offset="100%" stopColor="light-dark(oklch(0.36 0.062 202), oklch(0.36 0.06 205))" />
        </radialGradient>
        <radialGradient id="interviewer-shine" cx="36%" cy="26%" r="46%">
          <stop offset="0%" stopColor="white" stopOpacity="0.5" />
          <stop offset="100%" stopColor="white" stopOpacity="0" />
        </radialGradient>
      </defs>
      <circle className="halo" cx="120" cy="120" r="118" />
      {[0, 1, 2].map((wave) => (
        <circle key={wave} className="wave" cx="120" cy="120" r={76 + wave * 12} style={{ "--wave": wave }} />
      ))}
      <circle className="ear" cx="120" cy="120" r="88" />
      <circle className="body" cx="120" cy="120" r="66" />
      <circle className="shine" cx="120" cy="120" r="64" />
      {[0, 1, 2].map((thought) => (
        <circle
          key={thought}
          className="thought"
          cx={100 + thought * 20}
          cy="120"
          r="6"
          style={{ "--thought": thought }}
        />
      ))}
    </svg>
  );
}

const SMOOTHING = 0.3;

/** Keeps `--level` of the element at the level, smoothed, while it is wanted. */
export function useLevel<Shape extends Element & ElementCSSInlineStyle>(
  level: () => number,
  isWanted: boolean,
) {
  const ref = useRef<Shape>(null);
  useEffect(() => {
    const element = ref.current;
    if (!isWanted || element === null) return;
    let shown = 0;
    const draw = () => {
      shown += (level() - shown) * SMOOTHING;
      element.style.setProperty("--level", shown.toFixed(3));
      frame = requestAnimationFrame(draw);
    };
    let frame = requestAnimationFrame(draw);
    return () => {
      cancelAnimationFrame(frame);
      element.style.setProperty("--level", "0");
    };
  }, [level, isWanted]);
  return ref;
}
