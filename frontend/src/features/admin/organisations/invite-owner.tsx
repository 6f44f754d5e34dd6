import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { giveFirstOwner, type Language, type OrganisationEntry } from "@/client";
import { Failure } from "@/components/failure";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Spinner } from "@/components/ui/spinner";
import { useFormErrors } from "@/features/auth/form-errors";
import { currentLanguage } from "@/i18n";

import { OwnerFields } from "./owner-fields";
import { OwnerResult } from "./owner-result";

/** A button that invites an owner, once more or somebody else, of an organisation that nobody owns yet. */
export function InviteOwner({ organisation }: { organisation: OrganisationEntry }) {
  const { t } = useTranslation("admin");
  const { t: auth } = useTranslation("auth");
  const queryClient = useQueryClient();
  const { check, message } = useFormErrors();
  const [isOpen, setIsOpen] = useState(false);
  const [language, setLanguage] = useState<Language>(currentLanguage());
  const giving = useMutation({
    mutationFn: async (owner: string) => {
      const path = { organisation_id: organisation.id };
      return { owner, made: await giveFirstOwner({ path, body: { owner_email: owner, language } }) };
    },
  });
  const change = (open: boolean) => {
    setIsOpen(open);
    if (open) giving.reset();
    else if (giving.isSuccess) void queryClient.invalidateQueries({ queryKey: ["admin", "organisations"] });
  };
  return (
    <>
      <Button
        variant="outline"
        aria-label={t("organisations.again.of", { name: organisation.name })}
        onClick={() => {
          change(true);
        }}
      >
        {t("organisations.again.open")}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        onOpenChange={change}
        title={t("organisations.again.title", { name: organisation.name })}
        description={t("organisations.again.detail")}
      >
        {giving.data !== undefined ? (
          <>
            <OwnerResult {...giving.data} />
            <Button
              onClick={() => {
                change(false);
              }}
            >
              {t("organisations.again.close")}
            </Button>
          </>
        ) : (
          <form
            noValidate
            className="space-y-5"
            onSubmit={(event) => {
              const owner = check(event)?.["owner_email"];
              if (owner !== undefined && !giving.isPending) giving.mutate(owner);
            }}
          >
            <OwnerFields
              email={organisation.invited[0]}
              error={message("owner_email", giving.error, auth)}
              language={language}
              onLanguage={setLanguage}
            />
            <Failure error={giving.error} />
            <div className="flex flex-wrap gap-3">
              <Button
                variant="outline"
                onClick={() => {
                  change(false);
                }}
              >
                {t("organisations.again.leave")}
              </Button>
              <Button type="submit" aria-disabled={giving.isPending || undefined}>
                {giving.isPending && <Spinner />}
                {t("organisations.again.submit")}
              </Button>
            </div>
          </form>
        )}
      </ConfirmDialog>
    </>
  );
}
