import { useMutation, useQueryClient, useSuspenseQuery, type QueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";

import { changeMe, type PreferencesInput, type PreferencesOutput, type UserOut } from "@/client";
import { meQuery } from "@/features/auth/queries";

export type Preferences = PreferencesOutput;
/** What is left out stays as it is. */
export type PreferenceChange = PreferencesInput;

const SAVING = ["me", "preferences"];

/**
 * The user with the newest preferences. While a change of them is on its way, what this page shows is newer than the
 * record.
 */
export function freshMe(queryClient: QueryClient): Promise<UserOut> {
  const isSaving = queryClient.isMutating({ mutationKey: SAVING }) > 0;
  return queryClient.query({ ...meQuery, staleTime: isSaving ? "static" : 0 });
}

/** The user's preferences, and how to change them: at once in this page, and on the record as soon as it answers. */
export function usePreferences() {
  const queryClient = useQueryClient();
  const { data: me } = useSuspenseQuery(meQuery);
  // Of this page. The query tells of its changes a little later, too late for an input that React controls.
  const [changes, setChanges] = useState<PreferenceChange>({});
  const unsaved = useRef<PreferenceChange>({});
  const saving = useMutation({
    mutationKey: SAVING,
    // One after the other: the newest wish is the one that stays.
    scope: { id: SAVING.join() },
    mutationFn: (change: PreferenceChange) => changeMe({ body: { preferences: change }, keepalive: true }),
    onMutate: (change) => {
      queryClient.setQueryData(
        meQuery.queryKey,
        (me) => me && { ...me, preferences: changed(me.preferences, change) },
      );
    },
    onSuccess: (_, change) => {
      if (unsaved.current === change) unsaved.current = {};
    },
  });
  return {
    preferences: changed(me.preferences, changes),
    change: (change: PreferenceChange) => {
      setChanges((before) => changed(before, change));
      unsaved.current = changed(unsaved.current, change);
      saving.mutate(unsaved.current);
    },
    isSaved: saving.isSuccess,
    /** Why the record does not have what this page shows. */
    error: saving.error,
    saveAgain: () => {
      saving.mutate(unsaved.current);
    },
  };
}

function changed<Before extends PreferenceChange>(before: Before, change: PreferenceChange): Before {
  return {
    ...before,
    voice: { ...before.voice, ...change.voice },
    accommodations: { ...before.accommodations, ...change.accommodations },
    room: { ...before.room, ...change.room },
  };
}
