import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { DeliveryObserved, ObservedMeasure, ReportedAnswer } from "@/client";
import { TableCell } from "@/components/ui/table";
import { currentLanguage } from "@/i18n";
import { formatScore, formatShare, formatTenths } from "@/lib/format";

import { AnswerHead, AnswersTable } from "./answers-table";
import { turnName } from "./turn-name";
import { UnmeasuredReason } from "./unmeasured";

const COLUMNS = ["present", "looking", "head", "blinks", "tension", "body", "obstacles"] as const;

/** What the camera saw of each answer, in its own units, with the share of the frames that each figure rests on. */
export function ObservedTable({
  observed,
  answers,
}: {
  observed: readonly DeliveryObserved[];
  answers: readonly ReportedAnswer[];
}) {
  const { t } = useTranslation("report");
  const overall = observed.find(({ turn }) => turn === null);
  const isUncalibrated = observed.some((row) => row.looking.reason === "not_calibrated");
  return (
    <AnswersTable
      label={t("observed.table")}
      columns={COLUMNS.map((column) => t(`observed.${column}`))}
      className="min-w-240"
      overall={overall && <Row row={overall} name={t("delivery.overall")} />}
      notes={
        <>
          <p>{t("observed.note")}</p>
          {isUncalibrated && <p>{t("observed.calibrate")}</p>}
        </>
      }
    >
      {observed.map(
        (row) => row.turn !== null && <Row key={row.turn} row={row} name={turnName(row.turn, answers, t)} />,
      )}
    </AnswersTable>
  );
}

function Row({ row, name }: { row: DeliveryObserved; name: string }) {
  const { t } = useTranslation("report");
  const share = (value: number) => formatShare(value, currentLanguage());
  const obstacles = Object.entries(row.obstacles) as [keyof typeof row.obstacles, number][];
  return (
    <tr>
      <AnswerHead>{name}</AnswerHead>
      <TableCell>
        <Figure>{share(row.present)}</Figure>
        {row.company.value !== null && row.company.value > 0 && (
          <Small>{t("observed.company", { share: share(row.company.value) })}</Small>
        )}
        {row.distance.value !== null && (
          <Small>{t("observed.distance", { centimetres: formatScore(row.distance.value) })}</Small>
        )}
      </TableCell>
      <Measured of={row.looking} say={share} />
      <Measured
        of={row.yaw}
        say={(yaw) =>
          t("observed.pointed", {
            across: degrees(yaw, t("observed.left"), t("observed.right")),
            along: degrees(row.pitch.value ?? 0, t("observed.up"), t("observed.down")),
          })
        }
      >
        {row.turning.value !== null && (
          <Small>{t("observed.turning", { degrees: formatScore(row.turning.value) })}</Small>
        )}
      </Measured>
      <Measured
        of={row.blinks_per_minute}
        say={(rate) => {
          if (rate === 0) return t("observed.blinkNone");
          return rate < 1 ? t("observed.blinkRare") : t("observed.blinkRate", { rate: formatScore(rate) });
        }}
      />
      <Measured of={row.brow} say={(value) => t("observed.brow", { share: share(value) })}>
        {row.jaw.value !== null && <Small>{t("observed.jaw", { share: share(row.jaw.value) })}</Small>}
        {row.lips.value !== null && <Small>{t("observed.lips", { share: share(row.lips.value) })}</Small>}
      </Measured>
      <Measured
        of={row.shoulder_tilt}
        say={(tilt) => t("observed.tilt", { degrees: formatTenths(tilt, currentLanguage()) })}
      >
        {row.lean.value !== null && (
          <Small>
            {t("observed.lean", { angle: degrees(row.lean.value, t("observed.left"), t("observed.right")) })}
          </Small>
        )}
        {row.movement.value !== null && (
          <Small>{t("observed.moved", { share: share(row.movement.value) })}</Small>
        )}
      </Measured>
      <TableCell>
        {obstacles.length === 0 ? (
          <Small>{t("observed.clear")}</Small>
        ) : (
          obstacles.map(([obstacle, part]) => (
            <Small key={obstacle}>
              {t("observed.obstructed", { what: t(`obstacle.${obstacle}`), share: share(part) })}
            </Small>
          ))
        )}
      </TableCell>
    </tr>
  );
}

function Measured({
  of: { value, measured, reason },
  say,
  children,
}: {
  of: ObservedMeasure;
  say: (value: number) => string;
  children?: ReactNode;
}) {
  const { t } = useTranslation("report");
  return (
    <TableCell>
      {value === null ? (
        <UnmeasuredReason reason={reason} className="block min-w-24 text-caption" />
      ) : (
        <>
          <Figure>{say(value)}</Figure>
          {children}
        </>
      )}
      <Small>{t("delivery.measured", { share: formatShare(measured, currentLanguage()) })}</Small>
    </TableCell>
  );
}

function Figure({ children }: { children: ReactNode }) {
  return <span className="block text-label font-semibold whitespace-nowrap figures">{children}</span>;
}

function Small({ children }: { children: ReactNode }) {
  return <span className="block text-caption whitespace-nowrap text-muted figures">{children}</span>;
}

function degrees(angle: number, negative: string, positive: string): string {
  const size = formatScore(Math.abs(angle));
  return size === "0" ? "0°" : `${size}° ${angle < 0 ? negative : positive}`;
}
