import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";

import {
  beginSecondFactor,
  confirmSecondFactor,
  type NewSecondFactor,
  type RecoveryCodes as GivenCodes,
} from "@/client";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DialogForm } from "@/features/auth/dialog-form";
import { PasswordField } from "@/features/auth/password-field";
import { saveFile } from "@/lib/save-file";

import { CodeField } from "./code-field";
import { QrCode } from "./qr-code";
import { secondFactorQuery } from "./queries";

/** The password, then the app and its first code, then the codes to recover with, which are shown this once. */
export function SetUpDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("settings");
  const queryClient = useQueryClient();
  const beginning = useMutation({
    mutationFn: ({ password = "" }: Record<string, string>) => beginSecondFactor({ body: { password } }),
  });
  const confirming = useMutation({
    mutationFn: ({ code = "" }: Record<string, string>) => confirmSecondFactor({ body: { code } }),
    onSuccess: () => queryClient.invalidateQueries(secondFactorQuery),
  });
  const step = confirming.isSuccess ? "recovery" : beginning.isSuccess ? "app" : "password";
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title={t(`secondFactor.setUp.${step}.title`)}
      description={t(`secondFactor.setUp.${step}.detail`)}
    >
      {confirming.data !== undefined ? (
        <RecoveryCodes given={confirming.data} onClose={onClose} />
      ) : beginning.data !== undefined ? (
        <>
          <NewApp made={beginning.data} />
          <DialogForm
            key="app"
            sending={confirming}
            submit={t("secondFactor.setUp.app.submit")}
            onClose={onClose}
            fields={(message) => <CodeField inputMode="numeric" error={message("code")} />}
          />
        </>
      ) : (
        <DialogForm
          key="password"
          sending={beginning}
          submit={t("secondFactor.setUp.password.submit")}
          onClose={onClose}
          fields={(message) => <PasswordField autoComplete="current-password" error={message("password")} />}
        />
      )}
    </ConfirmDialog>
  );
}

function NewApp({ made }: { made: NewSecondFactor }) {
  const { t } = useTranslation("settings");
  return (
    <div className="space-y-4">
      <QrCode text={made.uri} label={t("secondFactor.setUp.app.picture")} />
      <p className="text-label text-muted">
        {t("secondFactor.setUp.app.byHand")}{" "}
        <code className="font-mono wrap-anywhere text-ink select-all">{made.secret}</code>
      </p>
    </div>
  );
}

function RecoveryCodes({ given, onClose }: { given: GivenCodes; onClose: () => void }) {
  const { t } = useTranslation("settings");
  return (
    <div className="space-y-5">
      <ul className="grid grid-cols-2 gap-2 rounded-card border bg-sunken p-4 font-mono select-all">
        {given.codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-3">
        <Button
          variant="outline"
          onClick={() => {
            const text = `${t("secondFactor.setUp.recovery.file")}\n\n${given.codes.join("\n")}\n`;
            saveFile(new Blob([text], { type: "text/plain" }), "visavis-recovery-codes.txt");
          }}
        >
          <Download aria-hidden />
          {t("secondFactor.setUp.recovery.save")}
        </Button>
        <Button onClick={onClose}>{t("secondFactor.setUp.recovery.done")}</Button>
      </div>
    </div>
  );
}
