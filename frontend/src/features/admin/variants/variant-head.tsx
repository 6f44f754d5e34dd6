import { useTranslation } from "react-i18next";

import { RowHead } from "@/components/ui/table";

export interface Variant {
  variant: string | null;
  engine: string;
  model: string | null;
  prompt: string | null;
}

/** Which variant a row is about; it stays in sight where the table scrolls sideways. */
export function VariantHead({ variant, engine, model, prompt }: Variant) {
  const { t } = useTranslation("admin");
  const version = prompt === "none" ? null : prompt;
  return (
    <RowHead stays>
      {variant ?? t("variants.only")}
      <span className="block text-caption font-normal text-muted">
        {model === null ? engine : `${engine} · ${model}`}
      </span>
      {version !== null && <span className="block text-caption font-normal text-muted">{version}</span>}
    </RowHead>
  );
}
