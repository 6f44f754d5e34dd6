import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { questionOf, type QuestionDraft } from "./draft";
import { checkQuery, type Problems } from "./queries";

/** A pause in writing after which the server reads what there is. */
const PAUSE_MS = 800;

/** What the server says is wrong with a draft, once writing pauses; it is asked only where `isWanted`. */
export function useCheck(
  draft: QuestionDraft,
  isWanted: boolean,
): { problems: Problems; error: Error | null } {
  const [settled, setSettled] = useState(draft);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled(draft);
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [draft]);
  const { data, error } = useQuery({ ...checkQuery(questionOf(settled)), enabled: isWanted });
  return { problems: isWanted && data !== undefined ? data : {}, error };
}
