import { useState } from "react";

import type { LiveEntry, LiveEvent, LiveSnapshot } from "@/client";
import { useEventStream } from "@/lib/use-event-stream";

export interface LiveList {
  invited: number;
  entries: LiveEntry[];
  /** Interviews that ended so long ago that they are not among the entries. */
  leftOut: number;
}

/** The posting as it stands, and as it goes on standing; null before the first word of it. */
export function useLiveList(postingId: string): LiveList | null {
  const [list, setList] = useState<LiveList | null>(null);
  useEventStream(`/api/job-postings/${postingId}/live`, ({ event, data }) => {
    setList((current) => next(current, event, data));
  });
  return list;
}

/** What a message of the stream makes of the list. */
export function next(list: LiveList | null, event: string | undefined, data: string): LiveList | null {
  if (event === "snapshot") {
    const { invited, entries, left_out: leftOut } = JSON.parse(data) as LiveSnapshot;
    return { invited, entries, leftOut };
  }
  if (list === null) return null;
  const { entry } = JSON.parse(data) as LiveEvent;
  const isKnown = list.entries.some(({ interview_id }) => interview_id === entry.interview_id);
  return {
    ...list,
    // Who is new in the list was waiting among the invited until now.
    invited: isKnown ? list.invited : Math.max(0, list.invited - 1),
    entries: isKnown
      ? list.entries.map((each) => (each.interview_id === entry.interview_id ? entry : each))
      : [...list.entries, entry],
  };
}
