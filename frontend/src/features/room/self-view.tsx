import { CircleDot, Eye, EyeOff, Mic, MicOff, VideoOff } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import type { DeviceState } from "@/features/media/device-control";

import type { Hint } from "./hints";
import { useLevel } from "./interviewer";

interface SelfViewProps {
  camera: DeviceState;
  microphone: DeviceState;
  /** Whether the microphone is heard at this moment: not while the candidate types. */
  isMicrophoneOn: boolean;
  level: () => number;
  isRecording: boolean;
  /** What the candidate could change at once. */
  hint: Hint | null;
}

/** The candidate's own picture, as in a mirror, and what the microphone picks up. */
export function SelfView({ camera, microphone, isMicrophoneOn, level, isRecording, hint }: SelfViewProps) {
  const { t } = useTranslation("room");
  const [isHidden, setHidden] = useState(false);
  const isOpen = camera.kind === "open";

  return (
    <section aria-label={t("self.label")} className="overflow-hidden rounded-panel glass">
      <div className="relative grid aspect-4/3 place-items-center bg-sunken">
        {isOpen && !isHidden ? (
          <Picture stream={camera.device.stream} />
        ) : (
          <p
            key={camera.kind}
            className="flex flex-col items-center gap-2 px-4 text-center text-caption text-muted"
          >
            {camera.kind === "asking" ? (
              <Spinner />
            ) : (
              <VideoOff aria-hidden className="size-6 stroke-[1.6]" />
            )}
            {t(isOpen ? "self.hidden" : camera.kind === "asking" ? "self.asking" : "self.noCamera")}
          </p>
        )}
        {isRecording && (
          <p className="absolute top-2 left-2 flex items-center gap-1.5 rounded-full bg-raised px-2.5 py-1 text-caption">
            <CircleDot aria-hidden className="size-4 shrink-0 text-danger" />
            <span className="max-lg:sr-only">{t("recording.on")}</span>
          </p>
        )}
        <p role="status" className="absolute inset-x-2 bottom-2 text-center text-caption">
          {hint !== null && (
            <span className="inline-block rounded-panel bg-raised px-2.5 py-1">{t(`hints.${hint}`)}</span>
          )}
        </p>
      </div>
      <div className="flex min-h-13 items-center gap-3 py-1 pr-1.5 pl-4">
        {microphone.kind === "open" && isMicrophoneOn ? (
          <>
            <Mic aria-hidden className="size-5 shrink-0 text-accent" />
            <span className="sr-only">{t("self.microphoneOn")}</span>
            <Level level={level} />
          </>
        ) : (
          <span className="flex flex-1 items-center gap-3 text-caption text-muted">
            <MicOff aria-hidden className="size-5 shrink-0" />
            <span className="max-lg:sr-only">
              {t(microphone.kind === "open" ? "self.microphoneResting" : "self.microphoneOff")}
            </span>
          </span>
        )}
        {isOpen && (
          <Button
            variant="quiet"
            size="icon"
            aria-pressed={isHidden}
            aria-label={t("self.hide")}
            title={t("self.hide")}
            onClick={() => {
              setHidden(!isHidden);
            }}
          >
            {isHidden ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
          </Button>
        )}
      </div>
    </section>
  );
}

function Picture({ stream }: { stream: MediaStream }) {
  const { t } = useTranslation("room");
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  return (
    <video
      ref={video}
      autoPlay
      muted
      playsInline
      aria-label={t("self.picture")}
      className="size-full -scale-x-100 object-cover"
    />
  );
}

function Level({ level }: { level: () => number }) {
  const bar = useLevel<HTMLDivElement>(level, true);
  return (
    <div aria-hidden className="h-2 flex-1 overflow-hidden rounded-full bg-sunken">
      <div
        ref={bar}
        className="size-full origin-left rounded-full bg-accent"
        style={{ transform: "scaleX(var(--level, 0))" }}
      />
    </div>
  );
}
