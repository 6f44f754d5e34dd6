import { useTranslation } from "react-i18next";

import type { WorkOut } from "@/client";
import { Alert } from "@/components/ui/alert";
import { RowHead, Table, TableCell, TableHead } from "@/components/ui/table";
import { currentLanguage } from "@/i18n";
import { formatDateTime } from "@/lib/format";

import { taskName } from "../task-name";

const COLUMNS = ["queued", "running", "away", "dead"] as const;

/** What is not done, by task; and what to do where it waits for somebody. */
export function WorkTable({ work }: { work: WorkOut[] }) {
  const { t } = useTranslation("admin");
  const away = sum(work.map((row) => row.away));
  const dead = sum(work.map((row) => row.dead));
  return (
    <>
      {away > 0 && (
        <Alert tone="caution" title={t("system.work.away.title", { count: away })}>
          {t("system.work.away.detail")}
        </Alert>
      )}
      {dead > 0 && (
        <Alert tone="danger" title={t("system.work.dead.title", { count: dead })}>
          {t("system.work.dead.detail")}
        </Alert>
      )}
      <Table label={t("system.work.title")} stacks="beside" className="sm:min-w-180">
        <thead>
          <tr>
            <TableHead scope="col">{t("system.work.name")}</TableHead>
            {COLUMNS.map((column) => (
              <TableHead key={column} scope="col" className="whitespace-nowrap">
                {t(`system.work.${column}.column`)}
              </TableHead>
            ))}
            <TableHead scope="col">{t("system.work.oldest")}</TableHead>
          </tr>
        </thead>
        <tbody className="divide-y border-y">
          {work.map((row) => (
            <tr key={row.task}>
              <RowHead className="whitespace-nowrap">{taskName(row.task, t)}</RowHead>
              {COLUMNS.map((column) => (
                <TableCell key={column} label={t(`system.work.${column}.column`)} className="figures">
                  {row[column]}
                </TableCell>
              ))}
              <TableCell label={t("system.work.oldest")} className="whitespace-nowrap figures">
                {row.oldest === null ? "–" : formatDateTime(row.oldest, currentLanguage())}
              </TableCell>
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  );
}

function sum(counts: number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
