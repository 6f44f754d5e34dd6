import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";

import { retryQuestion } from "@/client";
import { Failure } from "@/components/failure";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { interviewsQuery } from "@/features/interviews/queries";

interface TryAgainProps {
  interviewId: string;
  /** Of the question in the plan. */
  number: number;
}

/** Sets up an interview of this question alone, and goes on to its device check. */
export function TryAgain({ interviewId, number }: TryAgainProps) {
  const { t } = useTranslation("report");
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const trying = useMutation({
    mutationFn: () => retryQuestion({ path: { interview_id: interviewId }, body: { number } }),
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries({ queryKey: interviewsQuery.queryKey, refetchType: "none" });
      await navigate({ to: "/interviews/$interviewId/check", params: { interviewId: id } });
    },
  });
  return (
    <div className="space-y-3 print:hidden">
      <Button
        variant="outline"
        aria-label={t("again.actionOf", { turn: number })}
        aria-disabled={trying.isPending || undefined}
        onClick={() => {
          if (!trying.isPending) trying.mutate();
        }}
      >
        {trying.isPending ? <Spinner /> : <RotateCcw aria-hidden />}
        {t("again.action")}
      </Button>
      <Failure error={trying.error} />
    </div>
  );
}
