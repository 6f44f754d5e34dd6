import { useTranslation } from "react-i18next";

import type { EngineOut, Language, PreferencesOutput } from "@/client";
import { Select } from "@/components/ui/select";
import { Slider } from "@/components/ui/slider";
import { AudioOutput } from "@/features/media/audio-output";
import { LANGUAGES } from "@/lib/preferences";

type VoicePreferences = PreferencesOutput["voice"];

interface VoiceFieldsProps {
  voice: VoicePreferences;
  /** The engine that speaks, and the voices that it has. */
  engine: EngineOut;
  /** The language that it is going to speak; both where that is open. */
  language?: Language;
  onChange: (change: Partial<VoicePreferences>) => void;
  /** With every step of the volume, before it is settled. */
  onVolume?: (volume: number) => void;
}

/** How the interviewer sounds. */
export function VoiceFields({ voice, engine, language, onChange, onVolume }: VoiceFieldsProps) {
  const { t } = useTranslation("settings");
  return (
    <div className="space-y-5">
      <VoiceSelect
        chosen={voice.voice}
        engine={engine}
        languages={language === undefined ? LANGUAGES : [language]}
        onChange={onChange}
      />
      <Slider
        label={t("speed.label")}
        min={0.7}
        max={1.5}
        step={0.05}
        value={voice.speed}
        format={(speed) => t("speed.value", { speed: speed.toFixed(2) })}
        onChange={(speed) => {
          onChange({ speed });
        }}
      />
      {AudioOutput.canSetVolume ? (
        <Slider
          label={t("volume.label")}
          min={0}
          max={1}
          step={0.05}
          value={voice.volume}
          format={(volume) => t("volume.value", { percent: Math.round(volume * 100) })}
          {...(onVolume && { onMove: onVolume })}
          onChange={(volume) => {
            onChange({ volume });
          }}
        />
      ) : (
        <p className="text-label text-muted">{t("volume.bySystem")}</p>
      )}
    </div>
  );
}

interface VoiceSelectProps {
  chosen: string | null;
  engine: EngineOut;
  languages: readonly Language[];
  onChange: (change: Partial<VoicePreferences>) => void;
}

/** The engine's voices; where it has none to choose from, there is nothing to ask. */
function VoiceSelect({ chosen, engine, languages, onChange }: VoiceSelectProps) {
  const { t } = useTranslation("settings");
  const { t: common } = useTranslation();
  const voices = voicesOf(engine, languages);
  if (voices.length === 0) return null;
  const nameOf = (voice: string) => {
    const [, kind, number] = /^([mf])(\d+)$/i.exec(voice) ?? [];
    return kind === undefined
      ? voice
      : t(kind.toLowerCase() === "m" ? "voice.low" : "voice.high", { number });
  };
  return (
    <Select
      label={t("voice.label")}
      value={chosen ?? ""}
      onChange={(event) => {
        onChange({ voice: event.currentTarget.value || null });
      }}
    >
      <option value="">{t("voice.default")}</option>
      {voices.map(({ voice, speaks }) => (
        <option key={voice} value={voice}>
          {speaks.length === languages.length
            ? nameOf(voice)
            : t("voice.only", {
                name: nameOf(voice),
                languages: speaks.map((language) => common(`language.${language}`)).join(", "),
              })}
        </option>
      ))}
      {chosen !== null && !voices.some(({ voice }) => voice === chosen) && (
        <option value={chosen}>{t("voice.gone", { name: nameOf(chosen) })}</option>
      )}
    </Select>
  );
}

/** The engine's voices for these languages, each once, with those of the languages that it speaks. */
export function voicesOf({ voices }: Pick<EngineOut, "voices">, languages: readonly Language[]) {
  const known = new Set(languages.flatMap((language) => voices?.[language] ?? []));
  return [...known].map((voice) => ({
    voice,
    speaks: languages.filter((language) => voices?.[language]?.includes(voice)),
  }));
}
