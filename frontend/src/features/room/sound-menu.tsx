import { useSuspenseQuery } from "@tanstack/react-query";
import { Volume1, Volume2, VolumeX } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import type { Language } from "@/client";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { configQuery } from "@/features/interviews/queries";
import { NotSaved } from "@/features/settings/not-saved";
import { usePreferences } from "@/features/settings/queries";
import { VoiceFields } from "@/features/settings/voice-fields";

import type { InterviewRoom } from "./room";

/** How the interviewer sounds, to be changed without leaving; the room follows at once. */
export function SoundMenu({ room, language }: { room: InterviewRoom; language: Language }) {
  const { t } = useTranslation("room");
  const { data: config } = useSuspenseQuery(configQuery);
  const { preferences, change, error, saveAgain } = usePreferences();
  const { voice } = preferences;
  const Icon = voice.volume === 0 ? VolumeX : voice.volume < 0.5 ? Volume1 : Volume2;

  useEffect(() => {
    room.tune(voice);
  }, [room, voice]);

  return (
    <Popover>
      <PopoverTrigger
        render={
          <Button variant="quiet" size="icon" aria-label={t("soundMenu.open")} title={t("soundMenu.open")} />
        }
      >
        <Icon aria-hidden />
      </PopoverTrigger>
      <PopoverContent title={t("soundMenu.title")}>
        <VoiceFields
          voice={voice}
          engine={config.engines.tts}
          language={language}
          onChange={(next) => {
            change({ voice: next });
          }}
          onVolume={(volume) => {
            room.sound.setVolume(volume);
          }}
        />
        <p className="text-caption text-muted">{t("soundMenu.hint")}</p>
        <NotSaved error={error} onRetry={saveAgain} />
      </PopoverContent>
    </Popover>
  );
}
