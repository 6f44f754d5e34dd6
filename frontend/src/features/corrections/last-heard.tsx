import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import type { Language } from "@/client";
import { transcriptsQuery } from "@/features/interviews/queries";

import { HeardAnswer } from "./heard-answer";

interface LastHeardProps {
  interviewId: string;
  language: Language;
  /** The turn that is being answered; without one, all were. */
  openTurn?: number;
  onEditing?: (isEditing: boolean) => void;
}

/** The spoken answer before the open question, as it was heard: it waits there quietly, and nothing waits for it. */
export function LastHeard({ interviewId, language, openTurn = Infinity, onEditing }: LastHeardProps) {
  const { t } = useTranslation();
  const transcripts = useQuery({ ...transcriptsQuery(interviewId), enabled: openTurn > 1 });
  const { refetch } = transcripts;
  useEffect(() => {
    if (openTurn > 1) void refetch();
  }, [openTurn, refetch]);
  const said = transcripts.data?.findLast(({ turn, correctable }) => correctable && turn < openTurn);
  if (said === undefined) return null;
  return (
    <section className="mx-auto w-full max-w-3xl space-y-2 rounded-panel border px-6 py-4">
      <h2 className="text-caption font-semibold text-muted">{t("correction.heard")}</h2>
      <HeardAnswer
        key={said.id}
        interviewId={interviewId}
        said={said}
        language={language}
        label={t("correction.label")}
        isBrief
        onEditing={onEditing}
      />
    </section>
  );
}
