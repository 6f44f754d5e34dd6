import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { Scenario } from "@/client";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { resumeQuery } from "@/features/resumes/queries";

interface CareerChangeHintProps {
  resumeId: string;
  scenario: Scenario;
  onChoose: (scenario: Scenario) => void;
}

/** Offers the questions for those who change fields where the résumé looks like it; choosing is the candidate's. */
export function CareerChangeHint({ resumeId, scenario, onChoose }: CareerChangeHintProps) {
  const { t } = useTranslation("newInterview");
  const { t: ofResumes } = useTranslation("resumes");
  const { data: resume } = useQuery(resumeQuery(resumeId));
  const change = resume?.career_change;
  if (!change) return null;
  const isChosen = scenario === "career_change";
  return (
    <Alert
      role="status"
      title={ofResumes("change.title", {
        from: ofResumes(`family.${change.experience_family}`),
        to: ofResumes(`family.${change.target_family}`),
      })}
    >
      <p>{t(isChosen ? "change.chosen" : "change.suggested")}</p>
      <Button
        type="button"
        variant="link"
        size="inline"
        onClick={() => {
          onChoose(isChosen ? "standard" : "career_change");
        }}
      >
        {t(isChosen ? "change.undo" : "change.choose")}
      </Button>
    </Alert>
  );
}
