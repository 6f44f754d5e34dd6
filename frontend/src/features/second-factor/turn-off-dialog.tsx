import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { endSecondFactor } from "@/client";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DialogForm } from "@/features/auth/dialog-form";
import { PasswordField } from "@/features/auth/password-field";

import { CodeField } from "./code-field";
import { secondFactorQuery } from "./queries";

/** Takes the password and a code, so that nobody else does it in a browser that was left open. */
export function TurnOffDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("settings");
  const { t: auth } = useTranslation("auth");
  const queryClient = useQueryClient();
  const ending = useMutation({
    mutationFn: ({ password = "", code = "" }: Record<string, string>) =>
      endSecondFactor({ body: { password, code } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries(secondFactorQuery);
      onClose();
    },
  });
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title={t("secondFactor.turnOff.title")}
      description={t("secondFactor.turnOff.detail")}
    >
      <DialogForm
        sending={ending}
        submit={t("secondFactor.turnOff.submit")}
        onClose={onClose}
        fields={(message) => (
          <>
            <PasswordField autoComplete="current-password" error={message("password")} />
            <CodeField hint={auth("code.recovery")} error={message("code")} />
          </>
        )}
      />
    </ConfirmDialog>
  );
}
