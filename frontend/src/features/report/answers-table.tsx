import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { ColumnHeads, RowHead, Table } from "@/components/ui/table";

interface AnswersTableProps {
  label: string;
  columns: readonly string[];
  /** Its least width: narrower pages scroll it sideways. */
  className: string;
  /** The row of the whole interview. */
  overall?: ReactNode;
  /** What holds for all of it, below. */
  notes: ReactNode;
  /** A row for each answer. */
  children: ReactNode;
}

/** Which answer a row is about, on one line where its name is short. */
export function AnswerHead({ children }: { children: string }) {
  return (
    <RowHead stays className="text-label">
      <span className="block min-w-21">{children}</span>
    </RowHead>
  );
}

/** What was measured, answer by answer. */
export function AnswersTable({ label, columns, className, overall, notes, children }: AnswersTableProps) {
  const { t } = useTranslation("report");
  return (
    <div className="space-y-4">
      <Table label={label} raised className={className}>
        <ColumnHeads first={t("delivery.question")} columns={columns} />
        <tbody>{children}</tbody>
        {overall && <tfoot>{overall}</tfoot>}
      </Table>
      <div className="space-y-0.5 px-4 text-caption text-muted figures">{notes}</div>
    </div>
  );
}
