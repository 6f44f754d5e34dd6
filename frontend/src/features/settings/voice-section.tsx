import { useMutation, useSuspenseQuery } from "@tanstack/react-query";
import { Square, Volume2 } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { hearSample } from "@/client";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { configQuery } from "@/features/interviews/queries";
import { AudioOutput } from "@/features/media/audio-output";
import { chosenDevice } from "@/features/media/device-choice";
import { currentLanguage } from "@/i18n";
import { describeError } from "@/lib/errors";

import type { PreferenceChange, Preferences } from "./queries";
import { VoiceFields } from "./voice-fields";

interface VoiceSectionProps {
  voice: Preferences["voice"];
  onChange: (change: NonNullable<PreferenceChange["voice"]>) => void;
}

/** The interviewer's voice, to be set and heard. */
export function VoiceSection({ voice, onChange }: VoiceSectionProps) {
  const { t } = useTranslation("settings");
  const { t: common } = useTranslation();
  const { data: config } = useSuspenseQuery(configQuery);
  const [sample] = useState(() => new Sample());
  const listening = useMutation({ mutationFn: () => sample.play(voice) });

  useEffect(() => {
    sample.setVolume(voice.volume);
  }, [sample, voice.volume]);
  useEffect(
    () => () => {
      sample.stop();
    },
    [sample],
  );

  return (
    <>
      <VoiceFields
        voice={voice}
        engine={config.engines.tts}
        onChange={onChange}
        onVolume={(volume) => {
          sample.setVolume(volume);
        }}
      />
      <Button
        variant="outline"
        onClick={() => {
          if (listening.isPending) sample.stop();
          else listening.mutate();
        }}
      >
        {listening.isPending ? <Square aria-hidden /> : <Volume2 aria-hidden />}
        {t(listening.isPending ? "listen.stop" : "listen.start")}
      </Button>
      {listening.error !== null && (
        <Alert tone="danger" role="alert">
          {listening.error instanceof DOMException
            ? t("listen.unplayable")
            : describeError(listening.error, common)}
        </Alert>
      )}
    </>
  );
}

/** A sentence of the interviewer's, one at a time. */
class Sample {
  readonly #output = new AudioOutput();
  #asking = new AbortController();

  /** Resolves when it has sounded, or was stopped. Raises an error of lib/errors.ts, or what the browser says. */
  async play(voice: Preferences["voice"]): Promise<void> {
    const { signal } = (this.#asking = new AbortController());
    try {
      await this.#output.route(chosenDevice("speaker"));
      const sound = await hearSample({ body: { language: currentLanguage(), voice }, signal });
      if (!signal.aborted) await this.#output.playPiece(sound);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  stop(): void {
    this.#asking.abort();
    this.#output.stop();
  }

  setVolume(volume: number): void {
    this.#output.volume = volume;
  }
}
