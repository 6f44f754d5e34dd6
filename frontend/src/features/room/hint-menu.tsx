import { Lightbulb, LightbulbOff } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Toggle } from "@/components/toggle";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { NotSaved } from "@/features/settings/not-saved";
import { usePreferences } from "@/features/settings/queries";

/** Whether the picture says what could be changed at once, to be switched without leaving. */
export function HintMenu() {
  const { t } = useTranslation("room");
  const { t: settings } = useTranslation("settings");
  const { preferences, change, error, saveAgain } = usePreferences();
  const { hints } = preferences.room;
  return (
    <Popover>
      <PopoverTrigger
        render={<Button variant="quiet" size="icon" aria-label={t("hints.open")} title={t("hints.open")} />}
      >
        {hints ? <Lightbulb aria-hidden /> : <LightbulbOff aria-hidden />}
      </PopoverTrigger>
      <PopoverContent title={t("hints.title")}>
        <Toggle
          label={settings("hints.label")}
          hint={settings("hints.hint")}
          isOn={hints}
          onChange={(isOn) => {
            change({ room: { hints: isOn } });
          }}
        />
        <NotSaved error={error} onRetry={saveAgain} />
      </PopoverContent>
    </Popover>
  );
}
