import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

import { Choices } from "@/components/choices";
import { chooseTheme, chosenTheme, LANGUAGES, subscribeToTheme } from "@/lib/preferences";

import { useLanguage } from "./use-language";

/** How the pages look, in this browser. */
export function DisplayFields() {
  const { t } = useTranslation("settings");
  const { t: common } = useTranslation();
  const [language, chooseLanguage] = useLanguage();
  const theme = useSyncExternalStore(subscribeToTheme, chosenTheme);
  return (
    <div className="space-y-8">
      <Choices
        legend={t("language")}
        name="language"
        options={LANGUAGES}
        chosen={language}
        format={(one) => common(`language.${one}`)}
        langOf={(one) => one}
        onChoose={chooseLanguage}
      />
      <Choices
        legend={t("theme.legend")}
        name="theme"
        options={["system", "light", "dark"] as const}
        chosen={theme}
        format={(one) => t(`theme.${one}`)}
        onChoose={chooseTheme}
      />
    </div>
  );
}
