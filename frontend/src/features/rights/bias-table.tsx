import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";

import type { DimensionTable, GroupFigures, Ratio, Unfounded } from "@/client";
import { Badge } from "@/components/ui/badge";
import { Table, TableCell, TableHead } from "@/components/ui/table";
import { currentLanguage } from "@/i18n";
import { formatShare, formatTenths } from "@/lib/format";

/** The groups of one dimension beside each other, as the tables of Local Law 144 have them. */
export function BiasTable({ table }: { table: DimensionTable }) {
  const { t } = useTranslation("rights");
  return (
    <Table label={t(`dimension.${table.dimension}`)} className="min-w-3xl figures">
      <thead>
        <tr className="border-b">
          {(["group", "decided", "advanced", "rate", "ratio", "score", "recognition"] as const).map(
            (name) => (
              <TableHead key={name}>{t(`bias.${name}`)}</TableHead>
            ),
          )}
        </tr>
      </thead>
      <tbody className="divide-y">
        {table.groups.map((figures) => (
          <tr key={figures.group}>
            <th scope="row" className="px-4 py-4 text-left align-top font-semibold">
              {groupName(t, table, figures.group)}{" "}
              {figures.group === table.reference && <Badge>{t("bias.reference")}</Badge>}
            </th>
            <Figures figures={figures} />
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Figures({ figures }: { figures: GroupFigures }) {
  const { decided, advanced, selection_rate, impact_ratio, mean_score, scored } = figures;
  const language = currentLanguage();
  return (
    <>
      <TableCell>{decided ?? <Why reason={figures.why_no_rate} />}</TableCell>
      <TableCell>{advanced ?? "–"}</TableCell>
      <TableCell>
        {selection_rate === null ? (
          "–"
        ) : (
          <WithInterval ratio={selection_rate} format={(value) => formatShare(value, language)} />
        )}
      </TableCell>
      <TableCell>
        {impact_ratio === null ? (
          decided === null ? (
            "–"
          ) : (
            <Why reason={figures.why_no_rate} />
          )
        ) : (
          <WithInterval ratio={impact_ratio} format={(value) => value.toFixed(2)} />
        )}
      </TableCell>
      <TableCell>
        {mean_score === null ? (
          <Why reason={figures.why_no_score} />
        ) : (
          `${formatTenths(mean_score, language)} (${scored ?? 0})`
        )}
      </TableCell>
      <TableCell>
        {figures.recognition_error === null ? (
          <Why reason={figures.why_no_recognition_error} />
        ) : (
          formatShare(figures.recognition_error, language)
        )}
      </TableCell>
    </>
  );
}

function WithInterval({ ratio, format }: { ratio: Ratio; format: (value: number) => string }) {
  const { t } = useTranslation("rights");
  return (
    <>
      {format(ratio.value)}{" "}
      <span className="block text-caption text-muted">
        {t("bias.interval", { low: format(ratio.low), high: format(ratio.high) })}
      </span>
    </>
  );
}

/** Why there is no figure; a group that is not compared, because it is none, has no reason either. */
function Why({ reason }: { reason: Unfounded | null }) {
  const { t } = useTranslation("rights");
  return <span className="text-muted">{reason === null ? "–" : t(`bias.why.${reason}`)}</span>;
}

function groupName(t: TFunction<"rights">, { dimension }: DimensionTable, group: string): string {
  // The groups of a dimension are the server's; each has its name in both languages.
  return t(`group.${dimension}.${group}` as "group.gender.undeclared");
}
