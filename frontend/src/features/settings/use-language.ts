import { useTranslation } from "react-i18next";

import type { Language } from "@/client";
import { currentLanguage } from "@/i18n";
import { rememberLanguage } from "@/lib/preferences";

/** The language of the pages, and how to change it. */
export function useLanguage(): [Language, (language: Language) => void] {
  const { i18n } = useTranslation();
  return [
    currentLanguage(),
    (language) => {
      rememberLanguage(language);
      void i18n.changeLanguage(language);
    },
  ];
}
