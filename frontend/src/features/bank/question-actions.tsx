import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { WholeQuestion } from "@/client";
import { Failure } from "@/components/failure";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Spinner } from "@/components/ui/spinner";

import { useEdit, useRestore } from "./queries";

interface QuestionActionsProps {
  question: WholeQuestion;
  /** What is not saved would be lost with the next version. */
  isUnsaved: boolean;
  onChange: (question: WholeQuestion) => void;
}

/** Puts a question away or takes it out again, and goes back to what was shipped. */
export function QuestionActions({ question, isUnsaved, onChange }: QuestionActionsProps) {
  const { t } = useTranslation("bank");
  const [isAsking, setIsAsking] = useState(false);
  const editing = useEdit(question.id);
  const restoring = useRestore(question.id);
  const error = editing.error ?? restoring.error;
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center gap-3">
        <Button
          variant="outline"
          disabled={isUnsaved || editing.isPending}
          onClick={() => {
            restoring.reset();
            editing.mutate(
              { version: question.version, is_active: !question.is_active },
              { onSuccess: onChange },
            );
          }}
        >
          {editing.isPending && <Spinner />}
          {t(question.is_active ? "actions.deactivate" : "actions.activate")}
        </Button>
        {question.is_own && question.is_shipped && (
          <Button
            variant="outline"
            disabled={isUnsaved}
            onClick={() => {
              setIsAsking(true);
            }}
          >
            <RotateCcw aria-hidden />
            {t("actions.restore")}
          </Button>
        )}
        {isUnsaved && <p className="text-caption text-muted">{t("actions.saveFirst")}</p>}
      </div>
      <Failure error={error} />
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title={t("restore.title")}
        description={t("restore.detail")}
      >
        <div className="flex flex-wrap gap-3">
          <Button
            onClick={() => {
              setIsAsking(false);
            }}
          >
            {t("restore.keep")}
          </Button>
          <Button
            variant="outline"
            onClick={() => {
              setIsAsking(false);
              editing.reset();
              restoring.mutate(question.version, { onSuccess: onChange });
            }}
          >
            {t("restore.confirm")}
          </Button>
        </div>
      </ConfirmDialog>
    </div>
  );
}
