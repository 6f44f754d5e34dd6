import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import type { ReportedAnswer } from "@/client";

import type { Quote } from "../quotes";
import { transcriptId } from "../transcript";
import { quoteAt } from "./heard-words";
import { transcriptsQuery } from "@/features/interviews/queries";

/** What was said at the moment that was chosen last, and a way to choose one: the reader is taken to its words. */
export function useMoment(interviewId: string, answers: readonly ReportedAnswer[]) {
  const queryClient = useQueryClient();
  const [quote, setQuote] = useState<Quote | null>(null);

  useEffect(() => {
    if (quote === null) return;
    const region = document.getElementById(transcriptId(quote.turn));
    region?.focus({ preventScroll: true });
    region?.scrollIntoView({ block: "center" });
  }, [quote]);

  const show = async (turn: number, second: number) => {
    const transcripts = await queryClient.query({ ...transcriptsQuery(interviewId), staleTime: "static" });
    const said = quoteAt(turn, second, answers, transcripts);
    if (said !== null) setQuote({ ...said });
  };
  return { quote, show };
}
