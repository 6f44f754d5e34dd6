import { ArrowRight, Camera, Keyboard, Mic, MicOff } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { InterviewOut } from "@/client";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Spinner } from "@/components/ui/spinner";
import { positionName } from "@/features/interviews/position-name";
import type { DeviceKind } from "@/features/media/devices";
import { describeError } from "@/lib/errors";

import { Interviewer } from "./interviewer";

interface EntryProps {
  interview: InterviewOut;
  wanted: readonly DeviceKind[];
  isEntering: boolean;
  error: Error | null;
  onEnter: () => void;
}

const noLevel = () => 0;

/** Before the room: what will be on, and one click, which also lets the browser play the interviewer's voice. */
export function Entry({ interview, wanted, isEntering, error, onEnter }: EntryProps) {
  const { t } = useTranslation("room");
  const { t: common } = useTranslation();
  const isSpoken = wanted.includes("microphone");
  const isUnderWay = interview.status === "live";
  return (
    <Card className="mx-auto max-w-reading space-y-7 sm:p-10">
      <Interviewer doing="waiting" level={noLevel} className="mx-auto w-36" />
      <div className="space-y-3 text-center">
        <h1 className="text-headline">{t(isUnderWay ? "entry.again" : "entry.title")}</h1>
        <p className="text-muted figures">
          {positionName(interview.position, common)}
          {" · "}
          {t("entry.questions", { count: interview.question_count })}
          {" · "}
          {common(`language.${interview.language}`)}
        </p>
        {isUnderWay && <p>{t("entry.againDetail")}</p>}
      </div>
      <ul className="mx-auto max-w-form space-y-3">
        <Fact icon={isSpoken ? Mic : MicOff}>{t(isSpoken ? "entry.spoken" : "entry.typed")}</Fact>
        {wanted.includes("camera") && <Fact icon={Camera}>{t("entry.camera")}</Fact>}
        {isSpoken && <Fact icon={Keyboard}>{t("entry.typeInstead")}</Fact>}
      </ul>
      {error !== null && (
        <Alert tone="danger" role="alert">
          {describeError(error, common)}
        </Alert>
      )}
      <div className="text-center">
        <Button
          size="lg"
          className="max-sm:w-full"
          aria-disabled={isEntering || undefined}
          onClick={() => {
            if (!isEntering) onEnter();
          }}
        >
          {isEntering && <Spinner />}
          {t(isEntering ? "entry.entering" : "entry.enter")}
          {!isEntering && <ArrowRight aria-hidden />}
        </Button>
      </div>
    </Card>
  );
}

function Fact({ icon: Icon, children }: { icon: typeof Mic; children: string }) {
  return (
    <li className="flex gap-3">
      <Icon aria-hidden className="mt-1 size-5 shrink-0 text-accent" />
      {children}
    </li>
  );
}
