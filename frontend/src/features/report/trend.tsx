import { Area, CartesianGrid, ComposedChart, Line, Tooltip, XAxis, YAxis } from "recharts";
import { useTranslation } from "react-i18next";

import type { Stability } from "@/client";
import { formatScore } from "@/lib/format";

/** What one interview came to. */
export interface TrendPoint {
  /** Which interview, as a reader names it. */
  name: string;
  value: number;
  range: Stability | null;
}

const MARGIN = { top: 8, right: 8, bottom: 8, left: 8 };

/**
 * Scores of 0–100 in order of time, each with the band between which repeated judging moved it. The arrow keys go along
 * the interviews; all of it stands in the table of the interviews, too.
 */
export function Trend({ label, points }: { label: string; points: readonly TrendPoint[] }) {
  const data = points.map(({ range, ...point }, place) => ({
    ...point,
    range: range === null ? null : [range.low, range.high],
    judged: range?.n ?? 1,
    place,
  }));
  return (
    <ComposedChart
      responsive
      title={label}
      data={data}
      margin={MARGIN}
      style={{ width: "100%", maxWidth: "20rem", height: "6.5rem" }}
    >
      <CartesianGrid vertical={false} stroke="var(--color-line)" />
      <XAxis dataKey="place" hide />
      <YAxis domain={[0, 100]} ticks={[0, 50, 100]} hide />
      <Area
        dataKey="range"
        type="linear"
        stroke="none"
        fill="var(--color-accent)"
        fillOpacity={0.2}
        activeDot={false}
        isAnimationActive={false}
      />
      <Line
        dataKey="value"
        type="linear"
        stroke="var(--color-accent)"
        strokeWidth={2}
        dot={{ r: 4, fill: "var(--color-raised)", strokeWidth: 2 }}
        activeDot={{ r: 5, fill: "var(--color-accent)", stroke: "var(--color-raised)" }}
        isAnimationActive={false}
      />
      <Tooltip
        isAnimationActive={false}
        cursor={{ stroke: "var(--color-control)" }}
        content={({ label }) => {
          const shown = data[Number(label)];
          return shown === undefined ? null : <Figures {...shown} />;
        }}
      />
    </ComposedChart>
  );
}

interface FiguresProps {
  name: string;
  value: number;
  range: number[] | null;
  judged: number;
}

function Figures({ name, value, range, judged }: FiguresProps) {
  const { t } = useTranslation("report");
  const [low = value, high = value] = range ?? [];
  return (
    <div className="rounded-control border bg-raised px-3 py-2 text-caption figures shadow-popup">
      <p className="text-muted">{name}</p>
      <p className="font-semibold">{formatScore(value)}</p>
      {range !== null && (
        <p className="text-muted">
          {t("competencies.rangeOf", { low: formatScore(low), high: formatScore(high), count: judged })}
        </p>
      )}
    </div>
  );
}
