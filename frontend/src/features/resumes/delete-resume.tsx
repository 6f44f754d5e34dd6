import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { deleteResume, type ResumeSummary } from "@/client";
import { Button } from "@/components/ui/button";

import { DeletionDialog } from "./deletion-dialog";
import { resumesQuery } from "./queries";

interface DeleteResumeProps {
  resume: Pick<ResumeSummary, "id" | "file_name" | "read_by">;
  onDeleted?: () => Promise<void>;
}

/** A button that asks, and then deletes the file and all that was read in it. */
export function DeleteResume({ resume, onDeleted }: DeleteResumeProps) {
  const { t } = useTranslation("resumes");
  const queryClient = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const deleting = useMutation({
    mutationFn: () => deleteResume({ path: { resume_id: resume.id } }),
    onSuccess: async () => {
      await onDeleted?.();
      queryClient.removeQueries({ queryKey: [...resumesQuery.queryKey, resume.id] });
      await queryClient.invalidateQueries({ queryKey: resumesQuery.queryKey, exact: true });
      setIsOpen(false);
    },
  });

  return (
    <>
      <Button
        variant="outline"
        aria-label={t("delete.of", { file: resume.file_name })}
        onClick={() => {
          setIsOpen(true);
        }}
      >
        <Trash2 aria-hidden />
        {t("delete.open")}
      </Button>
      <DeletionDialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title={t("delete.title")}
        description={[
          t("delete.detail", { file: resume.file_name }),
          resume.read_by.length > 0 && t("delete.readBy", { organisations: resume.read_by.join(", ") }),
        ]
          .filter((part) => part !== false)
          .join(" ")}
        keep={t("delete.keep")}
        confirm={t("delete.confirm")}
        deleting={deleting}
        onConfirm={deleting.mutate}
      />
    </>
  );
}
