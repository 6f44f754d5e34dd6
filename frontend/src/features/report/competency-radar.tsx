import { Fragment } from "react";
import {
  PolarAngleAxis,
  PolarGrid,
  PolarRadiusAxis,
  Radar,
  RadarChart,
  type BaseTickContentProps,
} from "recharts";

import { cn } from "@/lib/cn";

const TOP = 100;
const LINE = 20;
const MEASURED = "fill-ink text-caption";

/** An axis of the radar: a score of 0–100, null where it was not measured, and between which it lay when judged anew. */
export interface RadarAxis {
  name: string;
  value: number | null;
  range: { low: number; high: number } | null;
  /** In the place of a value. */
  unmeasured: string;
}

/**
 * Scores on an axis each. Between an axis that was not measured and its neighbours nothing is drawn. All of it stands
 * in a table beside it, so it is hidden from assistive technology.
 */
export default function CompetencyRadar({ axes }: { axes: readonly RadarAxis[] }) {
  return (
    <div aria-hidden className="mx-auto w-full max-w-120">
      <RadarChart
        responsive
        data={[...axes]}
        outerRadius="64%"
        accessibilityLayer={false}
        className="[&_svg]:overflow-visible"
        style={{ width: "100%", aspectRatio: "6 / 5" }}
      >
        <PolarGrid stroke="var(--color-line)" />
        <PolarRadiusAxis domain={[0, TOP]} tickCount={5} tick={false} axisLine={false} />
        <PolarAngleAxis dataKey="name" tick={(tick) => <AxisName tick={tick} axes={axes} />} />
        {/* Recharts draws what is null as a zero, so that it is asked for the ends of the axes alone. */}
        <Radar
          dataKey={() => TOP}
          isAnimationActive={false}
          shape={({ points }: { points: readonly AxisEnd[] }) => <Measured axes={axes} ends={points} />}
        />
      </RadarChart>
    </div>
  );
}

function AxisName({ tick, axes }: { tick: BaseTickContentProps; axes: readonly RadarAxis[] }) {
  const { x, y, textAnchor, index, payload } = tick;
  const axis = axes[index];
  if (axis === undefined) return <text />;
  // Two lines: above the centre they end where the axis does, so that they stay clear of its marks.
  const isAbove = Math.sin((payload.coordinate * Math.PI) / 180) > 0.3;
  return (
    <text
      x={x}
      y={Number(y) - (isAbove ? LINE : 0)}
      textAnchor={textAnchor}
      className={cn(MEASURED, "font-semibold")}
    >
      <tspan>{axis.name}</tspan>
      <tspan x={x} dy={LINE} className={cn("figures", axis.value === null ? "fill-muted" : "fill-accent")}>
        {axis.value === null ? axis.unmeasured : Math.round(axis.value)}
      </tspan>
    </text>
  );
}

/** Where an axis ends, which is at a score of 100. */
export interface AxisEnd {
  x: number;
  y: number;
  cx?: number;
  cy?: number;
}

/** The line of the values, and around it the band between which repeated judging moved them. */
export function Measured({ axes, ends }: { axes: readonly RadarAxis[]; ends: readonly AxisEnd[] }) {
  const at = (index: number, score: number) => {
    const { x, y, cx = 0, cy = 0 } = ends[index] ?? { x: 0, y: 0 };
    return `${cx + ((x - cx) * score) / TOP},${cy + ((y - cy) * score) / TOP}`;
  };
  return (
    <g>
      {axes.map(({ name, value, range }, index) => {
        const beside = (index + 1) % axes.length;
        const next = axes[beside];
        const nextValue = next?.value ?? null;
        return (
          <Fragment key={name}>
            {range && next?.range && (
              <polygon
                data-band={name}
                className="fill-accent opacity-20"
                points={[
                  at(index, range.low),
                  at(index, range.high),
                  at(beside, next.range.high),
                  at(beside, next.range.low),
                ].join(" ")}
              />
            )}
            {range && (
              <polyline
                data-range={name}
                className="stroke-accent opacity-60"
                strokeWidth={5}
                strokeLinecap="round"
                points={`${at(index, range.low)} ${at(index, range.high)}`}
              />
            )}
            {value !== null && nextValue !== null && (
              <polyline
                data-line={name}
                className="stroke-accent"
                strokeWidth={2}
                points={`${at(index, value)} ${at(beside, nextValue)}`}
              />
            )}
          </Fragment>
        );
      })}
      {axes.map(({ name, value }, index) => {
        if (value === null) return null;
        const [cx, cy] = at(index, value).split(",");
        return <circle key={name} cx={cx} cy={cy} r={4.5} className="fill-accent stroke-raised stroke-2" />;
      })}
    </g>
  );
}
