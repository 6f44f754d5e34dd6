import { useTranslation } from "react-i18next";

import type { RecordingOut, ReportedAnswer, Timeline } from "@/client";
import { Card } from "@/components/ui/card";

import type { Playhead } from "../playback/playhead";
import { turnName } from "../turn-name";
import { TurnTimeline } from "./turn-timeline";

interface TimelineCardProps {
  timeline: Timeline;
  answers: readonly ReportedAnswer[];
  recordings: readonly RecordingOut[];
  /** Where the recording is: the mark goes along with it. */
  playhead: Playhead;
  onMoment: (turn: number, second: number) => void;
}

/** Gaze, smile, tension and speech along the time of every answer. */
export function TimelineCard({
  timeline: { step, turns },
  answers,
  recordings,
  playhead,
  onMoment,
}: TimelineCardProps) {
  const { t } = useTranslation("coaching");
  const { t: report } = useTranslation("report");
  return (
    <Card className="space-y-6">
      <div className="space-y-1">
        <h3 className="text-title">{t("timeline.title")}</h3>
        <p className="text-label text-muted">{`${t("timeline.lead")} ${t("timeline.keys")}`}</p>
      </div>
      <div className="divide-y">
        {turns.map((turn) => (
          <TurnTimeline
            key={turn.turn}
            turn={turn}
            step={step}
            name={turnName(turn.turn, answers, report)}
            isPlayable={
              turn.clock === "answer" &&
              recordings.some((one) => one.turn === turn.turn && one.clock.length > 0)
            }
            playhead={playhead}
            onMoment={onMoment}
          />
        ))}
      </div>
    </Card>
  );
}
