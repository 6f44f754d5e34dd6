import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { createOrganisation, type Language } from "@/client";
import { Failure } from "@/components/failure";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Spinner } from "@/components/ui/spinner";
import { useFormErrors } from "@/features/auth/form-errors";
import { currentLanguage } from "@/i18n";

import { OwnerFields } from "./owner-fields";
import { OwnerResult } from "./owner-result";

/** Founds an organisation with its first owner, who is invited where the address has no account. */
export function FoundForm() {
  const { t } = useTranslation("admin");
  const { t: auth } = useTranslation("auth");
  const queryClient = useQueryClient();
  const { check, message } = useFormErrors();
  const [language, setLanguage] = useState<Language>(currentLanguage());
  const founding = useMutation({
    mutationFn: async (wanted: { name: string; owner_email: string }) => {
      const made = await createOrganisation({ body: { ...wanted, language } });
      return { made, owner: wanted.owner_email };
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["admin", "organisations"] }),
  });
  const nameWrong = message("name", founding.error, auth);
  return (
    <div className="space-y-6">
      <Card>
        <form
          noValidate
          className="space-y-5"
          onSubmit={(event) => {
            const form = event.currentTarget;
            const values = check(event);
            if (values)
              founding.mutate(
                { name: values["name"] ?? "", owner_email: values["owner_email"] ?? "" },
                {
                  onSuccess: () => {
                    form.reset();
                  },
                },
              );
          }}
        >
          <div className="grid gap-5 sm:grid-cols-2">
            <Field
              label={t("organisations.found.name")}
              hint={t("organisations.found.nameHint")}
              name="name"
              maxLength={120}
              required
              error={nameWrong}
            />
            <OwnerFields
              error={message("owner_email", founding.error, auth)}
              language={language}
              onLanguage={setLanguage}
            />
          </div>
          <Failure error={founding.error} />
          <Button type="submit" disabled={founding.isPending}>
            {founding.isPending && <Spinner />}
            {t("organisations.found.submit")}
          </Button>
        </form>
      </Card>
      {founding.data !== undefined && (
        <div className="space-y-4">
          <Alert role="status" title={t("organisations.found.done", { name: founding.data.made.name })} />
          <OwnerResult {...founding.data} />
        </div>
      )}
    </div>
  );
}
