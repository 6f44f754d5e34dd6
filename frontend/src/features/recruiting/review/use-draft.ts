import { useMutation } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";

import { saveReview, type GivenBandOutput } from "@/client";

import { draftOf, placeOf, type Draft } from "./bands";

/** Typing rests this long before it is kept. */
const REST_MS = 500;

/** The reviewer's own bands, kept on the server as they are given, one save after the other. */
export function useDraft(interviewId: string, kept: readonly GivenBandOutput[]) {
  const [draft, setDraft] = useState<Draft>(() => draftOf(kept));
  const newest = useRef(draft);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const saving = useMutation({
    mutationFn: () =>
      saveReview({ path: { interview_id: interviewId }, body: { bands: [...newest.current.values()] } }),
    scope: { id: `review-${interviewId}` },
  });
  const { mutate, mutateAsync } = saving;

  const give = useCallback(
    (band: GivenBandOutput) => {
      newest.current = new Map(newest.current).set(placeOf(band.question, band.criterion), band);
      setDraft(newest.current);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        timer.current = undefined;
        mutate();
      }, REST_MS);
    },
    [mutate],
  );

  /** Keeps what is not kept yet. */
  const flush = useCallback(async () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    await mutateAsync();
  }, [mutateAsync]);

  useEffect(
    () => () => {
      // Whoever leaves in the middle of a word keeps it.
      if (timer.current === undefined) return;
      clearTimeout(timer.current);
      mutate();
    },
    [mutate],
  );

  return { draft, give, flush, saving };
}
