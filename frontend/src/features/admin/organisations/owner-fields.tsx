import { useTranslation } from "react-i18next";

import type { Language } from "@/client";
import { LanguageSelect } from "@/components/language-select";
import { Field } from "@/components/ui/field";

interface OwnerFieldsProps {
  email?: string;
  error: string | undefined;
  language: Language;
  onLanguage: (language: Language) => void;
}

/** Who is to own an organisation, and in which language they are invited. */
export function OwnerFields({ email, error, language, onLanguage }: OwnerFieldsProps) {
  const { t } = useTranslation("admin");
  return (
    <>
      <Field
        label={t("organisations.found.owner")}
        hint={t("organisations.found.ownerHint")}
        name="owner_email"
        type="email"
        autoComplete="off"
        maxLength={254}
        required
        defaultValue={email}
        error={error}
      />
      <LanguageSelect label={t("organisations.found.language")} value={language} onChange={onLanguage} />
    </>
  );
}
