import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { ColumnHeads, Table } from "@/components/ui/table";

import { VariantHead, type Variant } from "./variant-head";

interface VariantTableProps<V extends Variant> {
  label: string;
  columns: string[];
  variants: V[];
  /** The cells of a variant's row. */
  children: (variant: V) => ReactNode;
  className: string;
}

/** Variants beside each other, a row each; the first column stays in sight. */
export function VariantTable<V extends Variant>({
  label,
  columns,
  variants,
  children,
  className,
}: VariantTableProps<V>) {
  const { t } = useTranslation("admin");
  return (
    <Table label={label} raised className={className}>
      <ColumnHeads first={t("variants.name")} columns={columns} />
      <tbody>
        {variants.map((variant) => (
          <tr key={[variant.variant, variant.engine, variant.model, variant.prompt].join()}>
            <VariantHead {...variant} />
            {children(variant)}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
