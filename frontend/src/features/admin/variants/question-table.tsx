import { useTranslation } from "react-i18next";

import type { QuestionVariant } from "@/client";
import { TableCell } from "@/components/ui/table";

import { VariantTable } from "./variant-table";

const COLUMNS = ["interviews", "asked", "follow_ups", "failures"] as const;

/** What each variant asked, beside each other. */
export function QuestionTable({ variants }: { variants: QuestionVariant[] }) {
  const { t } = useTranslation("admin");
  return (
    <VariantTable
      label={t("variants.questions.title")}
      columns={COLUMNS.map((column) => t(`variants.questions.${column}`))}
      variants={variants}
      className="min-w-160"
    >
      {(variant) =>
        COLUMNS.map((column) => (
          <TableCell key={column} className="figures">
            {variant[column]}
          </TableCell>
        ))
      }
    </VariantTable>
  );
}
