const LONGEST_SITTING_MS = 2 * 60 * 60 * 1_000;

/** From when the room's clock counts: the interview's start, or now for one that was left and taken up another day. */
export function clockStart(startTime: string | null, now: number): number {
  const start = startTime === null ? now : Date.parse(startTime);
  return now - start > LONGEST_SITTING_MS ? now : Math.min(start, now);
}

/** Minutes and seconds, with hours only where there are some. */
export function formatElapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? part : part.toString().padStart(2, "0"))).join(":");
}
