import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { Delivery, DeliveryMeasureOutput, DeliveryRowOutput, ReportedAnswer } from "@/client";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import { Table, TableCell, TableHead } from "@/components/ui/table";
import { currentLanguage } from "@/i18n";
import { describeError } from "@/lib/errors";
import { formatScore, formatShare } from "@/lib/format";

import { deliveryQuery } from "./queries";
import { turnName } from "./turn-name";
import { UnmeasuredReason } from "./unmeasured";
import { VoiceTable } from "./voice-table";

const MEASURES = ["gaze", "audio", "smile", "posture", "emotion", "total"] as const;

/** How a practice candidate came across. It fails and waits on its own: the report does not depend on it. */
export function DeliverySection({
  interviewId,
  answers,
}: {
  interviewId: string;
  answers: readonly ReportedAnswer[];
}) {
  const { t } = useTranslation("report");
  const { t: common } = useTranslation();
  const { data: delivery, error } = useQuery(deliveryQuery(interviewId));

  return (
    <section aria-labelledby="delivery" className="space-y-5">
      <div className="space-y-2">
        <h2 id="delivery" className="text-headline">
          {t("delivery.title")}
        </h2>
        <p className="text-muted">{t("delivery.lead")}</p>
      </div>
      {error !== null && <Alert tone="danger">{describeError(error, common)}</Alert>}
      {delivery === undefined && error === null && <Skeleton className="h-48 rounded-card" />}
      {delivery !== undefined && (
        <Card>
          <DeliveryTable delivery={delivery} answers={answers} />
        </Card>
      )}
      {delivery !== undefined && delivery !== null && delivery.voices.length > 0 && (
        <Card className="space-y-4">
          <h3 className="text-title">{t("voice.title")}</h3>
          <VoiceTable voices={delivery.voices} answers={answers} />
        </Card>
      )}
    </section>
  );
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
    <div className="space-y-4">
      <Table label={t("delivery.table")} className="min-w-200">
        <thead>
          <tr>
            <TableHead scope="col">{t("delivery.question")}</TableHead>
            {MEASURES.map((measure) => (
              <TableHead key={measure} scope="col">
                {t(`delivery.${measure}`)}
              </TableHead>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y border-y">
          {questions.map((row) => (
            <Row key={row.turn} row={row} name={turnName(row.turn ?? 0, answers, t)} />
          ))}
        </tbody>
        {overall !== null && (
          <tfoot>
            <Row row={overall} name={t("delivery.overall")} />
          </tfoot>
        )}
      </Table>
      <div className="space-y-0.5 px-4 text-caption text-muted figures">
        <p>{t("delivery.scale")}</p>
        {overall !== null && (
          <p>
            {t("delivery.frames", {
              expected: overall.frames_expected,
              analysed: overall.frames_analysed,
              face: overall.frames_with_face,
            })}
          </p>
        )}
      </div>
    </div>
  );
}

function Row({ row, name }: { row: DeliveryRowOutput; name: string }) {
  return (
    <tr>
      <th scope="row" className="px-4 py-4 text-left align-top text-label font-semibold whitespace-nowrap">
        {name}
      </th>
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
