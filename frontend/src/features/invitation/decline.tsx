import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { declineInvitation } from "@/client";
import { Failure } from "@/components/failure";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Spinner } from "@/components/ui/spinner";

import { keptInvitation } from "./queries";

/** Saying no, which takes no account. */
export function Decline({ token, organisation }: { token: string; organisation: string }) {
  const { t } = useTranslation("invitation");
  const [isAsking, setAsking] = useState(false);
  const declining = useMutation({
    mutationFn: () => declineInvitation({ body: { token } }),
    onSuccess: () => {
      keptInvitation.forget();
      setAsking(false);
    },
  });
  if (declining.isSuccess)
    return (
      <Alert role="status" title={t("decline.done")}>
        {t("decline.doneDetail")}
      </Alert>
    );
  return (
    <>
      <p className="border-t pt-5 text-label text-muted">
        {t("decline.lead")}{" "}
        <Button
          variant="link"
          size="inline"
          onClick={() => {
            setAsking(true);
          }}
        >
          {t("decline.open")}
        </Button>
      </p>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setAsking}
        title={t("decline.title")}
        description={t("decline.detail", { organisation })}
      >
        <Failure error={declining.error} />
        <div className="flex flex-wrap justify-end gap-3">
          <Button
            variant="outline"
            onClick={() => {
              setAsking(false);
            }}
          >
            {t("decline.keep")}
          </Button>
          <Button
            disabled={declining.isPending}
            onClick={() => {
              declining.mutate();
            }}
          >
            {declining.isPending && <Spinner />}
            {t("decline.do")}
          </Button>
        </div>
      </ConfirmDialog>
    </>
  );
}
