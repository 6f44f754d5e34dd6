import { useQuery } from "@tanstack/react-query";
import { Pencil } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Language } from "@/client";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { transcriptsQuery } from "@/features/interviews/queries";

import { HeardAnswer } from "./heard-answer";

interface CorrectAnswersProps {
  interviewId: string;
  /** Those of a question and its follow-ups. */
  turns: readonly number[];
  language: Language;
}

/** Opens the answers to a question for correction, where they were heard and may be corrected. */
export function CorrectAnswers({ interviewId, turns, language }: CorrectAnswersProps) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const { data: transcripts = [] } = useQuery(transcriptsQuery(interviewId));
  const heard = transcripts.filter(({ turn, correctable }) => correctable && turns.includes(turn));
  if (heard.length === 0) return null;
  return (
    <>
      <Button
        variant="link"
        size="inline"
        className="mt-3 text-label print:hidden"
        onClick={() => {
          setIsOpen(true);
        }}
      >
        <Pencil aria-hidden />
        {t("correction.open")}
      </Button>
      <Dialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title={t("correction.open")}
        description={t("correction.detail")}
        className="max-w-reading"
      >
        {heard.map((said, index) => (
          <HeardAnswer
            key={said.id}
            interviewId={interviewId}
            said={said}
            language={language}
            label={t(index === 0 ? "correction.label" : "correction.labelFollowUp")}
          />
        ))}
      </Dialog>
    </>
  );
}
