import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { openExport } from "@/client";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DialogForm } from "@/features/auth/dialog-form";
import { PasswordField } from "@/features/auth/password-field";
import { currentLanguage } from "@/i18n";
import { saveAddress } from "@/lib/save-file";

/** Says what is in the archive, asks for the password, and has the browser fetch it. */
export function ExportData() {
  const { t } = useTranslation("rights");
  const [isOpen, setIsOpen] = useState(false);
  const opening = useMutation({
    mutationFn: ({ password = "" }: Record<string, string>) => openExport({ body: { password } }),
    onSuccess: () => {
      setIsOpen(false);
      // By the browser itself, to the disk: recordings may be larger than a page can hold.
      saveAddress(`/api/users/me/export?language=${currentLanguage()}`);
    },
  });
  return (
    <div className="space-y-4">
      <p className="max-w-reading text-muted">{t("export.lead")}</p>
      <div className="flex flex-wrap items-center gap-4">
        <Button
          variant="outline"
          onClick={() => {
            opening.reset();
            setIsOpen(true);
          }}
        >
          <Download aria-hidden />
          {t("export.open")}
        </Button>
        <p role="status" className="text-label text-muted">
          {opening.isSuccess && t("export.begun")}
        </p>
      </div>
      <ConfirmDialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title={t("export.open")}
        description={t("export.why")}
      >
        <DialogForm
          sending={opening}
          submit={t("export.confirm")}
          onClose={() => {
            setIsOpen(false);
          }}
          fields={(message) => <PasswordField autoComplete="current-password" error={message("password")} />}
        />
      </ConfirmDialog>
    </div>
  );
}
