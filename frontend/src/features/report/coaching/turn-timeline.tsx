import { ChevronRight, Play, Quote } from "lucide-react";
import { Fragment, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Stretch, TimelineTurn } from "@/client";
import { Button } from "@/components/ui/button";
import { RowHead, Table, TableCell, TableHead } from "@/components/ui/table";
import { formatElapsed } from "@/features/room/elapsed";
import { currentLanguage } from "@/i18n";
import { cn } from "@/lib/cn";
import { formatShare } from "@/lib/format";

import type { Playhead } from "../playback/playhead";
import { gaps, LANES, lanePath, momentAt, type Moment, type Run } from "./lanes";

interface TurnTimelineProps {
  turn: TimelineTurn;
  /** Seconds a step. */
  step: number;
  /** What the exchange is called. */
  name: string;
  /** Whether what was said at a moment can be played, and not only read. */
  isPlayable: boolean;
  playhead: Playhead;
  onMoment: (turn: number, second: number) => void;
}

/** One answer: a lane for each measure, a mark that goes along them, and the same as a table. */
export function TurnTimeline({ turn, step, name, isPlayable, playhead, onMoment }: TurnTimelineProps) {
  const { t } = useTranslation("coaching");
  const [second, setSecond] = useState(0);
  const describe = useDescribe();
  const time = formatElapsed(second * 1_000);
  const leads = isPlayable || turn.speech !== null;
  useEffect(
    () =>
      playhead.subscribe(() => {
        const place = playhead.state;
        if (place?.turn !== turn.turn) return;
        const along = Math.floor(place.second / step) * step;
        setSecond(Math.min(Math.max(along, 0), lastOf(turn, step)));
      }),
    [playhead, turn, step],
  );
  return (
    <section aria-label={name} className="space-y-3 py-6 first:pt-0 last:pb-0">
      <h4 className="flex items-baseline justify-between gap-4 text-lead">
        {name}
        <span className="text-caption font-medium text-muted figures">
          {formatElapsed(turn.seconds * 1_000)}
        </span>
      </h4>
      {turn.clock === "question" && <p className="text-caption text-muted">{t("timeline.unheard")}</p>}
      <Lanes
        turn={turn}
        step={step}
        name={name}
        second={second}
        onSecond={setSecond}
        onChoose={(chosen) => {
          if (leads) onMoment(turn.turn, chosen);
        }}
      />
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <p className="text-label figures">{describe(second, momentAt(turn, step, second))}</p>
        {leads && (
          <Button
            variant="link"
            size="inline"
            className="text-label figures"
            onClick={() => {
              onMoment(turn.turn, second);
            }}
          >
            {isPlayable ? <Play aria-hidden /> : <Quote aria-hidden />}
            {t(isPlayable ? "timeline.play" : "timeline.read", { time })}
          </Button>
        )}
      </div>
      <ValuesAsTable turn={turn} step={step} name={name} />
    </section>
  );
}

/** The second at which its last step begins. */
function lastOf({ seconds }: TimelineTurn, step: number): number {
  return Math.max(0, Math.ceil(seconds / step) - 1) * step;
}

interface LanesProps {
  turn: TimelineTurn;
  step: number;
  name: string;
  second: number;
  onSecond: (second: number) => void;
  /** The mark was set down there, to see what that moment was. */
  onChoose: (second: number) => void;
}

function Lanes({ turn, step, name, second, onSecond, onChoose }: LanesProps) {
  const { t } = useTranslation("coaching");
  const describe = useDescribe();
  const last = lastOf(turn, step);
  const length = turn.gaze.length * step;

  const move = (event: React.KeyboardEvent) => {
    const wanted = {
      ArrowRight: second + step,
      ArrowUp: second + step,
      ArrowLeft: second - step,
      ArrowDown: second - step,
      PageUp: second + 10 * step,
      PageDown: second - 10 * step,
      Home: 0,
      End: last,
    }[event.key];
    if (wanted !== undefined) onSecond(Math.min(Math.max(wanted, 0), last));
    else if (event.key === "Enter" || event.key === " ") onChoose(second);
    else return;
    event.preventDefault();
  };

  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5">
      {LANES.map((lane, index) => (
        <Fragment key={lane}>
          <LaneName name={t(`timeline.${lane}`)} row={index + 1} />
          <ValueLane values={turn[lane]} row={index + 1} />
        </Fragment>
      ))}
      <LaneName name={t("timeline.voice")} row={4} />
      <VoiceLane turn={turn} length={length} row={4} />
      <div
        role="slider"
        tabIndex={0}
        aria-label={t("timeline.moment", { turn: name })}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={second}
        aria-valuetext={describe(second, momentAt(turn, step, second))}
        className="relative col-start-2 row-span-4 row-start-1 cursor-pointer rounded-mark"
        onKeyDown={move}
        onClick={({ clientX, currentTarget }) => {
          const { left, width } = currentTarget.getBoundingClientRect();
          const chosen = Math.floor((((clientX - left) / width) * length) / step) * step;
          const within = Math.min(Math.max(chosen, 0), last);
          onSecond(within);
          onChoose(within);
        }}
      >
        <span
          aria-hidden
          className="absolute inset-y-0 w-0.5 -translate-x-1/2 bg-lit-line"
          style={{ left: `${((second + step / 2) / length) * 100}%` }}
        />
      </div>
    </div>
  );
}

/** Every row by its number: the mark lies over all of them. */
function LaneName({ name, row }: { name: string; row: number }) {
  return (
    <span aria-hidden className="self-center text-caption text-muted" style={{ gridArea: `${row} / 1` }}>
      {name}
    </span>
  );
}

function ValueLane({ values, row }: { values: readonly (number | null)[]; row: number }) {
  return (
    <Lane row={row} units={values.length} unknown={gaps(values)} height="h-10">
      <path
        d={lanePath(values)}
        transform="translate(0 0.08) scale(1 0.84)"
        fill="none"
        stroke="currentColor"
        strokeWidth={2}
        vectorEffect="non-scaling-stroke"
      />
    </Lane>
  );
}

function VoiceLane({
  turn: { speech, pauses },
  length,
  row,
}: {
  turn: TimelineTurn;
  length: number;
  row: number;
}) {
  return (
    <Lane row={row} units={length} unknown={speech === null ? [{ from: 0, to: length }] : []} height="h-5">
      <Stretches stretches={speech ?? []} height={0.8} />
      <Stretches stretches={pauses ?? []} height={0.12} />
    </Lane>
  );
}

interface LaneProps {
  row: number;
  /** How many units of the drawing the lane is wide. */
  units: number;
  unknown: readonly Run[];
  height: string;
  children: React.ReactNode;
}

/** A drawing that is stretched to the lane's width, over stripes where nothing is known. */
function Lane({ row, units, unknown, height, children }: LaneProps) {
  return (
    <div
      aria-hidden
      className={cn("relative overflow-hidden rounded-mark bg-sunken text-accent", height)}
      style={{ gridArea: `${row} / 2` }}
    >
      {unknown.map(({ from, to }) => (
        <div
          key={from}
          className="absolute inset-y-0 striped"
          style={{ left: `${(from / units) * 100}%`, width: `${((to - from) / units) * 100}%` }}
        />
      ))}
      <svg viewBox={`0 0 ${units} 1`} preserveAspectRatio="none" className="absolute inset-0 size-full">
        {children}
      </svg>
    </div>
  );
}

/** Thick where somebody speaks, a thread where they pause. */
function Stretches({ stretches, height }: { stretches: readonly Stretch[]; height: number }) {
  return stretches.map(({ start, end }) => (
    <rect
      key={start}
      x={start}
      y={(1 - height) / 2}
      width={end - start}
      height={height}
      className="fill-current"
    />
  ));
}

function ValuesAsTable({ turn, step, name }: Pick<TurnTimelineProps, "turn" | "step" | "name">) {
  const { t } = useTranslation("coaching");
  const [isOpen, setOpen] = useState(false);
  const known = useKnown();
  const seconds = turn.gaze.map((_, index) => index * step);
  return (
    <details
      className="group text-label"
      onToggle={({ currentTarget }) => {
        setOpen(currentTarget.open);
      }}
    >
      <summary className="flex list-none items-center gap-2 text-muted">
        <ChevronRight aria-hidden className="size-4 transition-[rotate] group-open:rotate-90" />
        {t("timeline.asTable")}
      </summary>
      {isOpen && (
        <div className="mt-3">
          <Table label={t("timeline.table", { turn: name })} raised>
            <thead>
              <tr>
                <TableHead scope="col">{t("timeline.time")}</TableHead>
                {[...LANES, "voice" as const].map((lane) => (
                  <TableHead key={lane} scope="col">
                    {t(`timeline.${lane}`)}
                  </TableHead>
                ))}
              </tr>
            </thead>
            <tbody className="figures">
              {seconds.map((second) => {
                const moment = momentAt(turn, step, second);
                return (
                  <tr key={second}>
                    <RowHead className="py-2">{formatElapsed(second * 1_000)}</RowHead>
                    {LANES.map((lane) => (
                      <TableCell key={lane} className="py-2">
                        {known(moment[lane])}
                      </TableCell>
                    ))}
                    <TableCell className="py-2">{t(`timeline.${moment.voice}`)}</TableCell>
                  </tr>
                );
              })}
            </tbody>
          </Table>
        </div>
      )}
    </details>
  );
}

function useKnown(): (value: number | null) => string {
  const { t } = useTranslation("coaching");
  return (value) => (value === null ? t("timeline.unknown") : formatShare(value, currentLanguage()));
}

function useDescribe(): (second: number, moment: Moment) => string {
  const { t } = useTranslation("coaching");
  const known = useKnown();
  return (second, moment) =>
    t("timeline.at", {
      time: formatElapsed(second * 1_000),
      gaze: known(moment.gaze),
      smile: known(moment.smile),
      tension: known(moment.tension),
      voice: t(`timeline.${moment.voice}`),
    });
}
