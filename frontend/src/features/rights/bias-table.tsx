import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";

import type { GroupFigures, GroupTable, Ratio, Unfounded } from "@/client";
import { Badge } from "@/components/ui/badge";
import { RowHead, Table, TableCell, TableHead } from "@/components/ui/table";
import { currentLanguage } from "@/i18n";
import { formatShare, formatTenths } from "@/lib/format";

/**
 * The groups of a dimension, or of several combined, beside each other, as the tables of Local Law 144 have them.
 * Combined ones are many: those that are withheld are counted below the table.
 */
export function BiasTable({ table }: { table: GroupTable }) {
  const { t } = useTranslation("rights");
  const shown =
    table.dimensions.length === 1 ? table.groups : table.groups.filter(({ decided }) => decided !== null);
  const left = table.groups.length - shown.length;
  return (
    <>
      {shown.length > 0 && <Rows table={table} groups={shown} />}
      {left > 0 && <p className="text-muted">{t("bias.left", { count: left })}</p>}
    </>
  );
}

function Rows({ table, groups }: { table: GroupTable; groups: GroupFigures[] }) {
  const { t } = useTranslation("rights");
  return (
    <Table label={namesOf(t, table)} raised className="min-w-3xl figures">
      <thead>
        <tr>
          {(["group", "decided", "advanced", "rate", "ratio", "score", "recognition"] as const).map(
            (name) => (
              <TableHead key={name} scope="col" stays={name === "group"}>
                {t(`bias.${name}`)}
              </TableHead>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {groups.map((figures) => (
          <tr key={figures.group.join()}>
            <RowHead stays>
              {groupName(t, table, figures.group)}{" "}
              {figures.group.join() === table.reference?.join() && <Badge>{t("bias.reference")}</Badge>}
            </RowHead>
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
          `${formatShare(figures.recognition_error, language)} (${figures.checked ?? 0})`
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

/** "Gender", or "Gender × Race or ethnicity". */
export function namesOf(t: TFunction<"rights">, { dimensions }: GroupTable): string {
  return dimensions.map((dimension) => t(`dimension.${dimension}`)).join(" × ");
}

function groupName(t: TFunction<"rights">, { dimensions }: GroupTable, group: string[]): string {
  return dimensions
    .map((dimension, number) =>
      // The groups of a dimension are the server's; each has its name in both languages.
      t(`group.${dimension}.${group[number] ?? ""}` as "group.gender.undeclared"),
    )
    .join(" · ");
}
