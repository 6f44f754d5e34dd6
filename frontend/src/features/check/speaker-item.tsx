import { Volume2 } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import type { EngineOut, Language } from "@/client";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { AudioOutput } from "@/features/media/audio-output";
import { chosenDevice } from "@/features/media/device-choice";
import { NotSaved } from "@/features/settings/not-saved";
import { usePreferences } from "@/features/settings/queries";
import { VoiceFields } from "@/features/settings/voice-fields";
import { useStore } from "@/lib/store";

import type { CheckBench } from "./bench";
import { CheckItem, Says } from "./check-item";
import { DeviceSelect } from "./device-select";
import { speakerStatus, type Checked } from "./readiness";

interface SpeakerItemProps {
  bench: CheckBench;
  checked: Checked;
  engine: EngineOut;
  language: Language;
}

/** What the interviewer sounds like, to be set and heard. */
export function SpeakerItem({ bench, checked, engine, language }: SpeakerItemProps) {
  const { t } = useTranslation("check");
  const state = useStore(bench.speaker);
  const play = () => {
    if (state.kind === "playing") return;
    bench.echo.stop();
    void bench.speaker.play();
  };
  return (
    <CheckItem title={t("speaker.title")} status={speakerStatus(checked)} why={t("speaker.why")}>
      {AudioOutput.canChooseSpeaker && <SpeakerSelect bench={bench} />}
      <Voice bench={bench} engine={engine} language={language} />
      <div className="flex flex-wrap items-center gap-3">
        <Button variant="outline" onClick={play} aria-disabled={state.kind === "playing"}>
          <Volume2 aria-hidden />
          {t(state.kind === "idle" ? "speaker.play" : "speaker.again")}
        </Button>
        {state.kind === "asking" && (
          <div role="group" aria-label={t("speaker.asking")} className="flex flex-wrap gap-3">
            <Button
              onClick={() => {
                bench.speaker.answer(true);
              }}
            >
              {t("speaker.yes")}
            </Button>
            <Button
              variant="outline"
              onClick={() => {
                bench.speaker.answer(false);
              }}
            >
              {t("speaker.no")}
            </Button>
          </div>
        )}
      </div>
      {state.kind === "failed" || state.kind === "unheard" ? (
        <Alert tone={state.kind === "failed" ? "danger" : "caution"} role="alert">
          {state.kind === "failed" ? t(`speaker.failed.${state.reason}`) : t("speaker.unheard")}
        </Alert>
      ) : (
        <Says>
          {state.kind === "playing" && t(`speaker.playing.${state.sound.kind}`)}
          {state.kind === "asking" && t("speaker.asking")}
          {(state.kind === "playing" || state.kind === "asking") && state.sound.kind === "chime" && (
            <span className="text-muted"> {t(`speaker.because.${state.sound.because}`)}</span>
          )}
          {state.kind === "heard" && t("speaker.heard")}
        </Says>
      )}
    </CheckItem>
  );
}

function Voice({ bench, engine, language }: Omit<SpeakerItemProps, "checked">) {
  const { preferences, change, error, saveAgain } = usePreferences();
  const { voice } = preferences;
  useEffect(() => {
    bench.speaker.tune(voice);
  }, [bench, voice]);
  return (
    <>
      <VoiceFields
        voice={voice}
        engine={engine}
        language={language}
        onChange={(next) => {
          change({ voice: next });
        }}
        onVolume={(volume) => {
          bench.speaker.setVolume(volume);
        }}
      />
      <NotSaved error={error} onRetry={saveAgain} />
    </>
  );
}

function SpeakerSelect({ bench }: { bench: CheckBench }) {
  const { t } = useTranslation("check");
  const { speakers } = useStore(bench.devices);
  const [chosen, setChosen] = useState(() => chosenDevice("speaker") ?? "");
  const [isLost, setIsLost] = useState(false);
  return (
    <div className="space-y-3">
      <DeviceSelect
        label={t("speaker.choose")}
        anyLabel={t("speaker.systemDefault")}
        devices={speakers}
        value={chosen}
        onChoose={(deviceId) => {
          setChosen(deviceId);
          void bench.chooseSpeaker(deviceId || null).then((isThere) => {
            setIsLost(!isThere);
            if (!isThere) setChosen("");
          });
        }}
      />
      {isLost && (
        <Alert tone="caution" role="alert">
          {t("speaker.lost")}
        </Alert>
      )}
    </div>
  );
}
