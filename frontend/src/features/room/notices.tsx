import { ArrowRightToLine, Volume2 } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { LiveError, SoundNotice } from "@/client";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import type { DeviceFailure, DeviceKind } from "@/features/media/devices";
import { ApiError, isApiError } from "@/lib/errors";

import type { InterviewRoom } from "./room";
import type { RoomView } from "./room-view";

/** What stands in the way, each with what to do about it; the most pressing first. */
export function Notices({ room, view }: { room: InterviewRoom; view: RoomView }) {
  const { interview, devices, sound } = view;
  const { deaf, notice, sound: advice } = interview.scene;
  const isLive = interview.kind !== "writing" && interview.kind !== "failed" && interview.kind !== "ended";
  return (
    <div className="mx-auto w-full max-w-3xl space-y-3 empty:hidden">
      {interview.kind === "reconnecting" && interview.waitsFor === "line" && <Reconnecting />}
      {"waitsFor" in interview && interview.waitsFor === "other-window" && (
        <OtherWindow
          onTakeOver={() => {
            void room.takeOver();
          }}
        />
      )}
      {isLive && sound === "blocked" && (
        <SoundBlocked
          onStart={() => {
            void room.startSound();
          }}
        />
      )}
      {isLive &&
        (["microphone", "camera"] as const).map((kind) => {
          const device = devices[kind];
          return (
            device.kind === "failed" && (
              <DeviceFailed
                key={kind}
                mayType={room.mayType}
                device={kind}
                failure={device.failure}
                onRetry={() => {
                  void room.open(kind);
                }}
              />
            )
          );
        })}
      {isLive && view.recording.kind === "failed" && <RecordingStopped error={view.recording.error} />}
      {isLive && deaf !== null && <NotHeard error={deaf} mayType={room.mayType} />}
      {isLive && notice !== null && <Trouble error={notice} language={interview.scene.question.language} />}
      {isLive && view.isHeard && !view.isTyping && advice !== null && (
        <SoundAdvice notice={advice} language={interview.scene.question.language} />
      )}
      {(interview.kind === "writing" || interview.kind === "recordings") && (
        <OverHttp
          way={interview.kind === "writing" ? "writing" : "voice"}
          onConnect={() => {
            void room.reconnect();
          }}
        />
      )}
    </div>
  );
}

function Reconnecting() {
  const { t } = useTranslation("room");
  return (
    <Alert role="status" tone="caution" title={t("reconnecting.title")}>
      <p>{t("reconnecting.detail")}</p>
    </Alert>
  );
}

function OtherWindow({ onTakeOver }: { onTakeOver: () => void }) {
  const { t } = useTranslation("room");
  return (
    <Alert role="status" title={t("otherWindow.title")}>
      <p>{t("otherWindow.detail")}</p>
      <Button variant="outline" className="mt-3" onClick={onTakeOver}>
        <ArrowRightToLine aria-hidden />
        {t("otherWindow.takeOver")}
      </Button>
    </Alert>
  );
}

function SoundBlocked({ onStart }: { onStart: () => void }) {
  const { t } = useTranslation("room");
  return (
    <Alert role="alert" tone="caution" title={t("sound.title")}>
      <p>{t("sound.detail")}</p>
      <Button className="mt-3" onClick={onStart}>
        <Volume2 aria-hidden />
        {t("sound.start")}
      </Button>
    </Alert>
  );
}

interface DeviceFailedProps {
  device: DeviceKind;
  mayType: boolean;
  failure: DeviceFailure;
  onRetry: () => void;
}

function DeviceFailed({ device, mayType, failure, onRetry }: DeviceFailedProps) {
  const { t } = useTranslation("room");
  const { t: devices } = useTranslation("devices");
  const { t: common } = useTranslation();
  const values = {
    device: devices(`name.${device}`),
    name: failure.reason === "unknown" ? failure.name : "",
  };
  return (
    <Alert role="alert" tone="caution" title={devices(`failure.${failure.reason}.title`, values)}>
      <p>{devices(`failure.${failure.reason}.detail`, values)}</p>
      <p>{t(device === "microphone" && !mayType ? "without.microphoneSpoken" : `without.${device}`)}</p>
      <Button variant="outline" className="mt-3" onClick={onRetry}>
        {common("error.retry")}
      </Button>
    </Alert>
  );
}

function RecordingStopped({ error }: { error: unknown }) {
  const { t } = useTranslation("room");
  return (
    <Alert role="status" tone="caution" title={t("recording.failedTitle")}>
      {isApiError(error, "ConsentMissing") ? (
        <p>{t("recording.withdrawn")}</p>
      ) : (
        <>
          <p>{error instanceof ApiError ? error.message : t("recording.browser")}</p>
          <p>{t("recording.failedDetail")}</p>
        </>
      )}
    </Alert>
  );
}

function NotHeard({ error, mayType }: { error: LiveError; mayType: boolean }) {
  const { t } = useTranslation("room");
  const reason = error.error === "ConsentMissing" ? "ConsentMissing" : "LanguageUnsupported";
  if (!mayType)
    return (
      <Alert role="status" tone="caution" title={t(`deaf.${reason}.titleSpoken`)}>
        <p>{t(`deaf.${reason}.detailSpoken`)}</p>
      </Alert>
    );
  return (
    <Alert role="status" title={t(`deaf.${reason}.title`)}>
      <p>{t(`deaf.${reason}.detail`)}</p>
    </Alert>
  );
}

/** The server's own words, which are in the interview's language. */
function Trouble({ error, language }: { error: LiveError; language: string }) {
  const { t } = useTranslation("room");
  return (
    <Alert role="status" tone="caution" title={t("trouble")}>
      <p lang={language}>{error.detail}</p>
    </Alert>
  );
}

/** Quiet, because the interview goes on: the server's words say what the candidate can do about their sound. */
function SoundAdvice({ notice, language }: { notice: SoundNotice; language: string }) {
  const { t } = useTranslation("room");
  return (
    <Alert role="status" title={t("soundAdvice")}>
      <p lang={language}>{notice.detail}</p>
    </Alert>
  );
}

function OverHttp({ way, onConnect }: { way: "writing" | "voice"; onConnect: () => void }) {
  const { t } = useTranslation("room");
  return (
    <Alert role="status" title={t(`${way}.title`)}>
      <p>{t(`${way}.detail`)}</p>
      <Button variant="outline" className="mt-3" onClick={onConnect}>
        {t(`${way}.connect`)}
      </Button>
    </Alert>
  );
}
