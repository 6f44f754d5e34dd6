import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ellipsis, RefreshCw, Scale } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { remakeReport, type InterviewMode } from "@/client";
import { Failure } from "@/components/failure";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { Spinner } from "@/components/ui/spinner";
import { describeError } from "@/lib/errors";

import { reportQuery } from "./queries";

type Way = "again" | "anew";

/** Has the report made again, or every answer judged anew, each after saying what that means. */
export function MakeAgain({ interviewId }: { interviewId: string }) {
  const { t } = useTranslation("report");
  const [way, setWay] = useState<Way>("again");
  const [isOpen, setIsOpen] = useState(false);
  const ask = (wanted: Way) => () => {
    setWay(wanted);
    setIsOpen(true);
  };
  return (
    <>
      <Menu modal={false}>
        <MenuTrigger render={<Button variant="outline" size="icon" aria-label={t("remake.menu")} />}>
          <Ellipsis aria-hidden />
        </MenuTrigger>
        <MenuContent align="start" className="max-w-80">
          <MenuItem onClick={ask("again")}>
            <RefreshCw aria-hidden />
            {t("remake.again.action")}
          </MenuItem>
          <MenuItem onClick={ask("anew")}>
            <Scale aria-hidden />
            {t("remake.anew.action")}
          </MenuItem>
        </MenuContent>
      </Menu>
      <MakeAgainDialog
        key={way}
        interviewId={interviewId}
        way={way}
        isOpen={isOpen}
        onOpenChange={setIsOpen}
      />
    </>
  );
}

interface MakeAgainDialogProps {
  interviewId: string;
  way: Way;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

function MakeAgainDialog({ interviewId, way, isOpen, onOpenChange }: MakeAgainDialogProps) {
  const { t } = useTranslation("report");
  const remaking = useRemaking(interviewId, way, () => {
    onOpenChange(false);
  });
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={t(`remake.${way}.title`)}
      description={t(`remake.${way}.detail`)}
    >
      <Failure error={remaking.error} />
      <div className="flex flex-wrap gap-3">
        <Button
          variant="outline"
          onClick={() => {
            onOpenChange(false);
          }}
        >
          {t("remake.leave")}
        </Button>
        <Button
          aria-disabled={remaking.isPending || undefined}
          onClick={() => {
            if (!remaking.isPending) remaking.mutate();
          }}
        >
          {remaking.isPending && <Spinner />}
          {t(`remake.${way}.action`)}
        </Button>
      </div>
    </ConfirmDialog>
  );
}

/** In place of a report that could not be made; of a screening interview the organisation has it made again. */
export function FailedReport({ interviewId, mode }: { interviewId: string; mode: InterviewMode }) {
  const { t } = useTranslation("report");
  return (
    <Alert tone="danger" title={t("failed.title")}>
      {mode === "practice" ? <MakeFailedAgain interviewId={interviewId} /> : <p>{t("failed.screening")}</p>}
    </Alert>
  );
}

function MakeFailedAgain({ interviewId }: { interviewId: string }) {
  const { t } = useTranslation("report");
  const { t: common } = useTranslation();
  const remaking = useRemaking(interviewId, "again");
  return (
    <>
      <p>{t("failed.detail")}</p>
      {remaking.error !== null && <p role="alert">{describeError(remaking.error, common)}</p>}
      <Button
        variant="outline"
        className="mt-3"
        aria-disabled={remaking.isPending || undefined}
        onClick={() => {
          if (!remaking.isPending) remaking.mutate();
        }}
      >
        {remaking.isPending && <Spinner />}
        {t("remake.again.action")}
      </Button>
    </>
  );
}

function useRemaking(interviewId: string, way: Way, onBegun?: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () =>
      remakeReport({ path: { interview_id: interviewId }, query: { reevaluate: way === "anew" } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries(reportQuery(interviewId));
      onBegun?.();
    },
  });
}
