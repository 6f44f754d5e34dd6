import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ScanFace } from "lucide-react";
import { useTranslation } from "react-i18next";

import type {
  Delivery,
  DeliveryMeasureOutput,
  DeliveryRowOutput,
  DeliveryWeightsOutput,
  Practice,
  ReportedAnswer,
} from "@/client";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import { TableCell } from "@/components/ui/table";
import { currentLanguage } from "@/i18n";
import { describeError } from "@/lib/errors";
import { formatScore, formatShare } from "@/lib/format";

import { AnswerHead, AnswersTable } from "./answers-table";
import { PracticeCard } from "./coaching/practice-card";
import { coachingQuery } from "./coaching/queries";
import { TimelineCard } from "./coaching/timeline-card";
import { ExpressionTable } from "./expression-table";
import { ObservedTable } from "./observed-table";
import type { Playhead } from "./playback/playhead";
import { recordingsQuery } from "./playback/queries";
import { deliveryQuery } from "./queries";
import { turnName } from "./turn-name";
import { UnmeasuredReason } from "./unmeasured";
import { VoiceTable } from "./voice-table";

const MEASURES = ["gaze", "audio", "smile", "posture", "emotion", "total"] as const;

/** How a practice candidate came across. It fails and waits on its own: the report does not depend on it. */
export function DeliverySection({
  interviewId,
  answers,
  playhead,
  onMoment,
}: {
  interviewId: string;
  answers: readonly ReportedAnswer[];
  /** Where the recording is. */
  playhead: Playhead;
  /** Somebody wants to know what was at that second of a turn. */
  onMoment: (turn: number, second: number) => void;
}) {
  const { t } = useTranslation("report");
  const { t: common } = useTranslation();
  const { t: coach } = useTranslation("coaching");
  const { data: delivery, error } = useQuery(deliveryQuery(interviewId));
  const { data: coaching, error: coachingError } = useQuery(coachingQuery(interviewId));
  const { data: recordings } = useQuery(recordingsQuery(interviewId));

  return (
    <section aria-labelledby="delivery" className="space-y-5">
      <div className="space-y-2">
        <h2 id="delivery" className="text-headline">
          {t("delivery.title")}
        </h2>
        <p className="text-muted">{t("delivery.lead")}</p>
        <Button variant="link" size="inline" className="text-label" render={<Link to="/training" />}>
          <ScanFace aria-hidden />
          {coach("practice.train")}
        </Button>
      </div>
      {error !== null && <Alert tone="danger">{describeError(error, common)}</Alert>}
      {delivery === undefined && error === null && <Skeleton className="h-48 rounded-card" />}
      {coachingError !== null && error === null && (
        <Alert tone="danger">{describeError(coachingError, common)}</Alert>
      )}
      {coaching && isJudged(coaching.practice) && (
        <PracticeCard practice={coaching.practice} answers={answers} onMoment={onMoment} />
      )}
      {delivery !== undefined && (
        <Card>
          <DeliveryTable delivery={delivery} answers={answers} />
        </Card>
      )}
      {delivery !== undefined && delivery !== null && delivery.observed.length > 0 && (
        <Card className="space-y-4">
          <h3 className="text-title">{t("observed.title")}</h3>
          <ObservedTable observed={delivery.observed} answers={answers} />
        </Card>
      )}
      {delivery?.emotion_summary && (
        <Card className="space-y-4">
          <div className="space-y-1">
            <h3 className="text-title">{t("expressions.title")}</h3>
            <p className="text-label text-muted">{t("expressions.lead")}</p>
          </div>
          <ExpressionTable
            overall={delivery.emotion_summary}
            questions={delivery.expressions}
            answers={answers}
          />
        </Card>
      )}
      {delivery !== undefined && delivery !== null && delivery.voices.length > 0 && (
        <Card className="space-y-4">
          <h3 className="text-title">{t("voice.title")}</h3>
          <VoiceTable voices={delivery.voices} answers={answers} />
        </Card>
      )}
      {coaching && coaching.timeline.turns.length > 0 && (
        <TimelineCard
          timeline={coaching.timeline}
          answers={answers}
          recordings={recordings ?? []}
          playhead={playhead}
          onMoment={onMoment}
        />
      )}
    </section>
  );
}

/** Of an interview that nobody watched or heard there is nothing to say that its table does not say. */
function isJudged({ points, well }: Practice): boolean {
  return points.length + well.length > 0;
}

export function DeliveryTable({
  delivery,
  answers,
}: {
  delivery: Delivery | null;
  answers: readonly ReportedAnswer[];
}) {
  const { t } = useTranslation("report");
  if (delivery === null || (delivery.overall === null && delivery.questions.length === 0)) {
    return (
      <p>
        {t("delivery.none")}{" "}
        {delivery?.reason && <UnmeasuredReason reason={delivery.reason} className="text-muted" />}
      </p>
    );
  }
  const { overall, questions } = delivery;
  return (
    <AnswersTable
      label={t("delivery.table")}
      columns={MEASURES.map((measure) => t(`delivery.${measure}`))}
      className="min-w-200"
      overall={overall && <Row row={overall} name={t("delivery.overall")} />}
      notes={
        <>
          <p>{t("delivery.scale")}</p>
          <p>{t("delivery.weights", sharesOf(delivery.weights))}</p>
          {overall !== null && (
            <p>
              {t("delivery.frames", {
                expected: overall.frames_expected,
                analysed: overall.frames_analysed,
                face: overall.frames_with_face,
              })}
            </p>
          )}
        </>
      }
    >
      {questions.map((row) => (
        <Row key={row.turn} row={row} name={turnName(row.turn ?? 0, answers, t)} />
      ))}
    </AnswersTable>
  );
}

function sharesOf(weights: DeliveryWeightsOutput): Record<keyof DeliveryWeightsOutput, string> {
  const share = (measure: keyof DeliveryWeightsOutput) => formatShare(weights[measure], currentLanguage());
  return {
    gaze: share("gaze"),
    audio: share("audio"),
    posture: share("posture"),
    smile: share("smile"),
    emotion: share("emotion"),
  };
}

function Row({ row, name }: { row: DeliveryRowOutput; name: string }) {
  return (
    <tr>
      <AnswerHead>{name}</AnswerHead>
      {MEASURES.map((measure) => (
        <TableCell key={measure}>
          <Measure measure={row[measure]} />
        </TableCell>
      ))}
    </tr>
  );
}

function Measure({ measure }: { measure: DeliveryMeasureOutput }) {
  const { t } = useTranslation("report");
  const share = t("delivery.measured", { share: formatShare(measure.measured, currentLanguage()) });
  return (
    <>
      {measure.value === null ? (
        <UnmeasuredReason reason={measure.reason} className="block min-w-24 text-caption" />
      ) : (
        <span className="block text-title font-bold figures">{formatScore(measure.value)}</span>
      )}
      <span className="block text-caption whitespace-nowrap text-muted figures">{share}</span>
    </>
  );
}
