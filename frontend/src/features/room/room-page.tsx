import { useMutation, useSuspenseQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { startInterview, type InterviewOut, type StartedInterview } from "@/client";
import { Page } from "@/components/page";
import { consentsQuery } from "@/features/consent/queries";
import { configQuery, interviewQuery } from "@/features/interviews/queries";
import { useInvitation } from "@/features/invitation/queries";
import { usePreferences } from "@/features/settings/queries";
import type { DeviceKind } from "@/features/media/devices";
import { isApiError } from "@/lib/errors";
import { useStore } from "@/lib/store";

import { RoomDoor } from "./door";
import { clockStart } from "./elapsed";
import { Ended } from "./ended";
import { Entry } from "./entry";
import type { InterviewRoom } from "./room";
import { Stage } from "./stage";
import { Tour } from "./tour";
import { usesOf, wantedDevices } from "./uses";

/** The interview room: its entry, and what is behind it. */
export function RoomPage({ interviewId }: { interviewId: string }) {
  const { t } = useTranslation("room");
  const { data: interview } = useSuspenseQuery(interviewQuery(interviewId));
  const { data: consents } = useSuspenseQuery(consentsQuery);
  const { data: config } = useSuspenseQuery(configQuery);
  const invitation = useInvitation(interviewId);
  const uses = usesOf(interview, consents, config);
  const wanted = wantedDevices(uses);
  const start = useMutation({
    mutationFn: () => startInterview({ path: { interview_id: interviewId } }),
  });

  const { preferences, change } = usePreferences();
  const [isFirstVisit, setFirstVisit] = useState(!preferences.room.toured && interview.status !== "live");
  const [isTouring, setTouring] = useState(isFirstVisit);
  const mayType = invitation?.accommodations.typed_answers ?? true;

  const [comesByClick] = useState(hasComeByClick);
  const entersAtOnce = comesByClick && !isFirstVisit;
  const { mutate } = start;
  useEffect(() => {
    if (entersAtOnce) mutate();
  }, [mutate, entersAtOnce]);

  return (
    <Page title={t("title")} className="pt-5 pb-10 sm:pt-8">
      {isApiError(start.error, "InterviewOver") ? (
        <Ended interviewId={interviewId} status="completed" />
      ) : start.data === undefined ? (
        <Entry
          interview={interview}
          invitation={invitation}
          wanted={wanted}
          isSeen={uses.isSeen}
          isRecorded={uses.isRecorded}
          isEntering={start.isPending || (entersAtOnce && start.isIdle)}
          error={start.error}
          onEnter={() => {
            mutate();
          }}
          onTour={() => {
            setTouring(true);
          }}
        />
      ) : (
        <Inside
          started={start.data}
          wanted={wanted}
          isSeen={uses.isSeen}
          isRecorded={uses.isRecorded}
          mayType={mayType}
        />
      )}
      {start.data === undefined && (
        <Tour
          isOpen={isTouring}
          isSpoken={wanted.includes("microphone")}
          mayType={mayType}
          onClose={() => {
            setTouring(false);
            setFirstVisit(false);
            if (!preferences.room.toured) change({ room: { toured: true } });
          }}
        />
      )}
    </Page>
  );
}

/**
 * Whether this page was reached by a click in the product, as from the device check. Where the browser opened it, or
 * it was reloaded, nothing starts without a click of its own, and no voice would be let through.
 */
function hasComeByClick(): boolean {
  const [opened] = performance.getEntriesByType("navigation");
  return (
    opened !== undefined &&
    new URL(opened.name).pathname !== location.pathname &&
    navigator.userActivation.hasBeenActive
  );
}

interface InsideProps {
  started: StartedInterview;
  wanted: DeviceKind[];
  isSeen: boolean;
  isRecorded: boolean;
  mayType: boolean;
}

function Inside({ started, wanted, isSeen, isRecorded, mayType }: InsideProps) {
  const [door] = useState(
    () =>
      new RoomDoor({
        interviewId: started.interview.id,
        candidateId: started.interview.candidate_id,
        question: started.question,
        wanted,
        isSeen,
        isRecorded,
        mayType,
      }),
  );
  const room = useStore(door);

  useEffect(() => {
    const open = () => {
      door.open();
    };
    const close = () => {
      door.close();
    };
    open();
    // Leaving the page hangs up at once, so that coming back finds the interview free.
    window.addEventListener("pagehide", close);
    window.addEventListener("pageshow", open);
    return () => {
      window.removeEventListener("pagehide", close);
      window.removeEventListener("pageshow", open);
      close();
    };
  }, [door]);

  return room === null ? null : (
    <Open room={room} interview={started.interview} isSpoken={wanted.includes("microphone")} />
  );
}

interface OpenProps {
  room: InterviewRoom;
  interview: InterviewOut;
  isSpoken: boolean;
}

function Open({ room, interview, isSpoken }: OpenProps) {
  const { interview: state } = useStore(room);
  const [since] = useState(() => clockStart(interview.start_time, Date.now()));
  if (state.kind === "ended") return <Ended interviewId={interview.id} status={state.status} />;
  return <Stage room={room} interviewId={interview.id} since={since} isSpoken={isSpoken} />;
}
