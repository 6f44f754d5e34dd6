const WIDTH = 240;
const HEIGHT = 72;
const PADDING = 8;

/**
 * Scores of 0–100 in order of time as a line, the last one filled. It is drawn by hand: four of them and their code
 * weigh less than a hundredth of a charting library. The figures stand beside it as text, so it is hidden from
 * assistive technology.
 */
export function Trend({ values }: { values: readonly number[] }) {
  const step = (WIDTH - 2 * PADDING) / Math.max(values.length - 1, 1);
  const points = values.map((value, index) => ({
    x: values.length === 1 ? WIDTH / 2 : PADDING + index * step,
    y: PADDING + (HEIGHT - 2 * PADDING) * (1 - value / 100),
  }));
  return (
    <svg aria-hidden viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="block w-full max-w-80 text-accent">
      {[0, 50, 100].map((mark) => (
        <line
          key={mark}
          x1={0}
          x2={WIDTH}
          y1={PADDING + (HEIGHT - 2 * PADDING) * (1 - mark / 100)}
          y2={PADDING + (HEIGHT - 2 * PADDING) * (1 - mark / 100)}
          className="stroke-line"
        />
      ))}
      <polyline
        points={points.map(({ x, y }) => `${x},${y}`).join(" ")}
        fill="none"
        stroke="currentColor"
        strokeWidth={2}
        strokeLinejoin="round"
      />
      {points.map(({ x, y }, index) => (
        <circle
          key={index}
          cx={x}
          cy={y}
          r={4}
          stroke="currentColor"
          strokeWidth={2}
          className={index === points.length - 1 ? "fill-accent" : "fill-raised"}
        />
      ))}
    </svg>
  );
}
