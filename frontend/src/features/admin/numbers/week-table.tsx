import { useTranslation } from "react-i18next";

import type { Week } from "@/client";
import { Table, TableCell, TableHead } from "@/components/ui/table";
import { currentLanguage } from "@/i18n";
import { formatDate } from "@/lib/format";

/** Interviews by week, the newest first; of each bar, the full part was completed. */
export function WeekTable({ label, weeks }: { label: string; weeks: Week[] }) {
  const { t } = useTranslation("admin");
  const most = Math.max(...weeks.map(({ started }) => started), 1);
  return (
    <Table label={`${label}: ${t("numbers.week")}`}>
      <thead>
        <tr>
          <TableHead scope="col">{t("numbers.week")}</TableHead>
          <TableHead scope="col" className="whitespace-nowrap">
            {t("numbers.started")}
          </TableHead>
          <TableHead scope="col" className="whitespace-nowrap">
            {t("numbers.done")}
          </TableHead>
          <TableHead scope="col" aria-hidden className="w-full" />
        </tr>
      </thead>
      <tbody className="divide-y border-y">
        {[...weeks].reverse().map(({ begins, started, completed }) => (
          <tr key={begins}>
            <th scope="row" className="px-4 py-2.5 text-left font-normal whitespace-nowrap figures">
              {formatDate(begins, currentLanguage())}
            </th>
            <TableCell className="py-2.5 whitespace-nowrap figures">{started}</TableCell>
            <TableCell className="py-2.5 whitespace-nowrap figures">{completed}</TableCell>
            <TableCell aria-hidden className="py-2.5 align-middle">
              <span
                className="flex h-3 overflow-hidden rounded-full bg-accent-soft"
                style={{ width: `${(100 * started) / most}%` }}
              >
                <span className="bg-accent" style={{ width: `${(100 * completed) / (started || 1)}%` }} />
              </span>
            </TableCell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
