import { useTranslation } from "react-i18next";

import type { QuestionVariant } from "@/client";
import { Table, TableCell, TableHead } from "@/components/ui/table";

import { VariantHead } from "./variant-head";

const COLUMNS = ["interviews", "asked", "follow_ups", "failures"] as const;

/** What each variant asked, beside each other. */
export function QuestionTable({ variants }: { variants: QuestionVariant[] }) {
  const { t } = useTranslation("admin");
  return (
    <Table label={t("variants.questions.title")} className="min-w-160">
      <thead>
        <tr>
          <TableHead scope="col" className="sticky left-0 bg-canvas">
            {t("variants.name")}
          </TableHead>
          {COLUMNS.map((column) => (
            <TableHead key={column} scope="col">
              {t(`variants.questions.${column}`)}
            </TableHead>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y border-y">
        {variants.map((variant) => (
          <tr key={[variant.variant, variant.engine, variant.model, variant.prompt].join()}>
            <VariantHead {...variant} />
            {COLUMNS.map((column) => (
              <TableCell key={column} className="figures">
                {variant[column]}
              </TableCell>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
