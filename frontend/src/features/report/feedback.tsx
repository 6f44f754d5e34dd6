import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslation } from "react-i18next";

import { giveFeedback } from "@/client";
import { Failure } from "@/components/failure";
import { Choice } from "@/components/ui/choice";

import { feedbackQuery } from "./queries";

const RATINGS = [1, 2, 3, 4, 5] as const;

/** Asks how satisfied the candidate was; a choice is saved at once. Not there while the answer of before is unknown. */
export function Feedback({ interviewId }: { interviewId: string }) {
  const { t } = useTranslation("report");
  const id = useId();
  const queryClient = useQueryClient();
  const query = feedbackQuery(interviewId);
  const { data } = useQuery(query);
  const saving = useMutation({
    mutationFn: (rating: number) => giveFeedback({ path: { interview_id: interviewId }, body: { rating } }),
    scope: { id: `feedback-${interviewId}` },
    onSuccess: (given) => {
      queryClient.setQueryData(query.queryKey, given);
    },
  });
  if (data === undefined) return null;
  const chosen = saving.isPending ? saving.variables : data.rating;

  return (
    <section aria-labelledby={id} className="space-y-4">
      <div className="space-y-1">
        <h2 id={id} className="text-title">
          {t("feedback.title")}
        </h2>
        <p className="text-label text-muted">{t("feedback.hint")}</p>
      </div>
      <div role="radiogroup" aria-labelledby={id} className="grid gap-3 sm:grid-cols-5">
        {RATINGS.map((rating) => (
          <Choice
            key={rating}
            name={id}
            checked={chosen === rating}
            onChange={() => {
              saving.mutate(rating);
            }}
          >
            {t(`feedback.scale.${rating}`)}
          </Choice>
        ))}
      </div>
      <p role="status" className="text-label text-muted empty:hidden">
        {saving.isSuccess && t("feedback.saved")}
      </p>
      <Failure error={saving.error} />
    </section>
  );
}
