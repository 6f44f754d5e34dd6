import { useEffect, useEffectEvent, useRef } from "react";

interface LevelBarProps {
  label: string;
  /** The level from 0 to 1, asked for with every frame. */
  read: () => number;
}

/** A level that moves with the sound. What it means is said in words beside it. */
export function LevelBar({ label, read }: LevelBarProps) {
  const bar = useRef<HTMLDivElement>(null);
  const readLevel = useEffectEvent(read);

  useEffect(() => {
    let shown = 0;
    let frame = 0;
    const draw = () => {
      // Rises at once and falls slowly, as meters do.
      shown = Math.max(readLevel(), shown * 0.92);
      if (bar.current) bar.current.style.scale = `${shown} 1`;
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => {
      cancelAnimationFrame(frame);
    };
  }, []);

  return (
    <div
      role="img"
      aria-label={label}
      className="h-4 overflow-hidden rounded-full border border-control bg-sunken forced-colors:bg-[Canvas]"
    >
      <div ref={bar} className="h-full origin-left rounded-full bg-accent" style={{ scale: "0 1" }} />
    </div>
  );
}
