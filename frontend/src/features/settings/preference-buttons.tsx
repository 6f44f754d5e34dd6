import { Moon, Sun } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/button";
import { otherTheme, rememberLanguage, shownTheme, showTheme, subscribeToTheme } from "@/lib/preferences";

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
  const { t, i18n } = useTranslation();
  const next = i18n.language === "ko" ? "en" : "ko";
  return (
    <Button
      variant="quiet"
      className="px-3"
      lang={next}
      onClick={() => {
        rememberLanguage(next);
        void i18n.changeLanguage(next);
      }}
    >
      {t(`language.${next}`)}
    </Button>
  );
}
