import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { eraseInterview, type InterviewMode } from "@/client";
import { Button } from "@/components/ui/button";
import { interviewsQuery } from "@/features/interviews/queries";
import { DeletionDialog } from "@/features/resumes/deletion-dialog";

/** Says what erasing an interview means, asks, and erases it. */
export function EraseInterview({ interviewId, mode }: { interviewId: string; mode: InterviewMode }) {
  const { t } = useTranslation("rights");
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const isScreening = mode === "screening";
  const erasing = useMutation({
    mutationFn: () => eraseInterview({ path: { interview_id: interviewId } }),
    onSuccess: async ({ id }) => {
      await navigate({ to: "/home", state: { erased: { mode, receipt: id } } });
      queryClient.removeQueries({ queryKey: ["interviews", interviewId] });
      await queryClient.invalidateQueries({ queryKey: interviewsQuery.queryKey });
    },
  });
  const consequences = t(isScreening ? "erase.leadScreening" : "erase.lead");
  return (
    <div className="space-y-4">
      <h3 className="text-lead font-semibold">{t(isScreening ? "erase.titleScreening" : "erase.title")}</h3>
      <p className="max-w-reading text-muted">{consequences}</p>
      <Button
        variant="outline"
        onClick={() => {
          setIsOpen(true);
        }}
      >
        <Trash2 aria-hidden />
        {t(isScreening ? "erase.openScreening" : "erase.open")}
      </Button>
      <DeletionDialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title={t(isScreening ? "erase.confirmTitleScreening" : "erase.confirmTitle")}
        description={consequences}
        keep={t("erase.keep")}
        confirm={t("erase.confirm")}
        deleting={erasing}
        onConfirm={erasing.mutate}
      />
    </div>
  );
}
