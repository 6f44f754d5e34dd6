import { useTranslation } from "react-i18next";

import type { Language } from "@/client";
import { Select } from "@/components/ui/select";
import { LANGUAGES } from "@/lib/preferences";

interface LanguageSelectProps {
  label: string;
  /** Those to choose from. */
  languages?: readonly Language[];
  value: Language;
  onChange: (language: Language) => void;
}

/** One language, each by its name. */
export function LanguageSelect({ label, languages = LANGUAGES, value, onChange }: LanguageSelectProps) {
  const { t } = useTranslation();
  return (
    <Select
      label={label}
      value={value}
      onChange={(event) => {
        onChange(event.target.value as Language);
      }}
    >
      {languages.map((language) => (
        <option key={language} value={language} lang={language}>
          {t(`language.${language}`)}
        </option>
      ))}
    </Select>
  );
}
