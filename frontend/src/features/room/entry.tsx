import { ArrowRight, Camera, CameraOff, Keyboard, Mic, MicOff, Timer, Video } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { AcceptedInvitation, InterviewOut } from "@/client";
import { Failure } from "@/components/failure";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Spinner } from "@/components/ui/spinner";
import { positionName } from "@/features/interviews/position-name";
import type { DeviceKind } from "@/features/media/devices";

import { Interviewer } from "./interviewer";

interface EntryProps {
  interview: InterviewOut;
  /** What it is for, where an organisation invited to it. */
  invitation: AcceptedInvitation | undefined;
  wanted: readonly DeviceKind[];
  isSeen: boolean;
  isRecorded: boolean;
  isEntering: boolean;
  error: Error | null;
  onEnter: () => void;
  onTour: () => void;
}

const noLevel = () => 0;

/** Before the room: what will be on, and one click, which also lets the browser play the interviewer's voice. */
export function Entry({
  interview,
  invitation,
  wanted,
  isSeen,
  isRecorded,
  isEntering,
  error,
  onEnter,
  onTour,
}: EntryProps) {
  const { t } = useTranslation("room");
  const { t: common } = useTranslation();
  const isSpoken = wanted.includes("microphone");
  const { typed_answers: mayType = true, extra_time: hasExtraTime = true } = invitation?.accommodations ?? {};
  const isUnderWay = interview.status === "live";
  return (
    <Card className="mx-auto max-w-reading space-y-7 sm:p-10">
      <Interviewer doing="waiting" level={noLevel} className="mx-auto w-36" />
      <div className="space-y-3 text-center">
        <h1 className="text-headline">{t(isUnderWay ? "entry.again" : "entry.title")}</h1>
        <p className="text-muted figures">
          {invitation?.title ?? positionName(interview.position, common)}
          {" · "}
          {t("entry.questions", { count: interview.question_count })}
          {" · "}
          {common(`language.${interview.language}`)}
        </p>
        {isUnderWay && <p>{t("entry.againDetail")}</p>}
      </div>
      <ul className="mx-auto max-w-form space-y-3">
        <Fact icon={isSpoken ? Mic : MicOff}>
          {t(isSpoken ? "entry.spoken" : mayType ? "entry.typed" : "entry.speechless")}
        </Fact>
        {isSeen && wanted.includes("camera") && <Fact icon={Camera}>{t("entry.camera")}</Fact>}
        {isRecorded && <Fact icon={Video}>{t("entry.recorded")}</Fact>}
        {invitation !== undefined && <Fact icon={CameraOff}>{t("entry.noCamera")}</Fact>}
        {isSpoken && <Fact icon={Keyboard}>{t(mayType ? "entry.typeInstead" : "entry.spokenOnly")}</Fact>}
        {!hasExtraTime && <Fact icon={Timer}>{t("entry.noExtraTime")}</Fact>}
      </ul>
      <Failure error={error} />
      <div className="flex flex-wrap justify-center gap-3">
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
        <Button size="lg" variant="quiet" className="max-sm:w-full" onClick={onTour}>
          {t("tour.open")}
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
