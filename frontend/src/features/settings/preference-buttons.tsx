import { Moon, Sun } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/button";
import { otherTheme, shownTheme, showTheme, subscribeToTheme } from "@/lib/preferences";

import { useLanguage } from "./use-language";

/** Changes between light and dark; choosing what the system shows anyway follows the system again. */
export function ThemeButton() {
  const { t } = useTranslation();
  const next = otherTheme(useSyncExternalStore(subscribeToTheme, shownTheme));
  const Icon = next === "dark" ? Moon : Sun;
  return (
    <Button
      variant="quiet"
      size="icon"
      aria-label={t(`theme.${next}`)}
      onClick={() => {
        showTheme(next);
      }}
    >
      <Icon aria-hidden />
    </Button>
  );
}

/** Changes to the other language, whose own name it bears. */
export function LanguageButton() {
  const { t } = useTranslation();
  const [language, chooseLanguage] = useLanguage();
  const next = language === "ko" ? "en" : "ko";
  return (
    <Button
      variant="quiet"
      className="px-3"
      lang={next}
      onClick={() => {
        chooseLanguage(next);
      }}
    >
      {t(`language.${next}`)}
    </Button>
  );
}
