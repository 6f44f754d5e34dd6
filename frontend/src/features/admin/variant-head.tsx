import { useTranslation } from "react-i18next";

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
    <th
      scope="row"
      className="sticky left-0 bg-canvas px-4 py-4 text-left align-top font-semibold max-sm:max-w-40"
    >
      {variant ?? t("variants.only")}
      <span className="block text-caption font-normal break-words text-muted">
        {model === null ? engine : `${engine} · ${model}`}
      </span>
      {version !== null && (
        <span className="block text-caption font-normal break-words text-muted">{version}</span>
      )}
    </th>
  );
}
