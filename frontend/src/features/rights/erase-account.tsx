import { useMutation } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { eraseMe } from "@/client";
import { Failure } from "@/components/failure";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Spinner } from "@/components/ui/spinner";
import { useFormErrors } from "@/features/auth/form-errors";
import { PasswordField } from "@/features/auth/password-field";
import { forgetEveryTake } from "@/features/recording/kept-chunks";
import { forgetEveryRecording } from "@/features/voice/kept-recordings";
import { session } from "@/lib/api";

/** Says what erasing the account means, asks for the password, and erases it. */
export function EraseAccount() {
  const { t } = useTranslation("rights");
  const { t: auth } = useTranslation("auth");
  const [isOpen, setIsOpen] = useState(false);
  const { check, message } = useFormErrors();
  const erasing = useMutation({
    mutationFn: (password: string) => eraseMe({ body: { password } }),
    onSuccess: () => {
      session.signedOut();
      forgetEveryRecording();
      forgetEveryTake();
      // Nothing of the account stays in the memory of the page either.
      location.assign("/");
    },
  });
  return (
    <div className="space-y-4 border-t pt-6">
      <p className="max-w-reading text-muted">{t("account.lead")}</p>
      <Button
        variant="outline"
        onClick={() => {
          erasing.reset();
          setIsOpen(true);
        }}
      >
        <Trash2 aria-hidden />
        {t("account.open")}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title={t("account.title")}
        description={t("account.lead")}
      >
        <form
          noValidate
          className="space-y-5"
          onSubmit={(event) => {
            const values = check(event);
            if (values && !erasing.isPending) erasing.mutate(values["password"] ?? "");
          }}
        >
          <PasswordField
            autoComplete="current-password"
            error={erasing.error === null ? message("password", null, auth) : undefined}
          />
          <Failure error={erasing.error} />
          <div className="flex flex-wrap gap-3">
            <Button
              onClick={() => {
                setIsOpen(false);
              }}
            >
              {t("account.keep")}
            </Button>
            <Button type="submit" variant="outline" aria-disabled={erasing.isPending || undefined}>
              {erasing.isPending && <Spinner />}
              {t("account.confirm")}
            </Button>
          </div>
        </form>
      </ConfirmDialog>
    </div>
  );
}
