import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { renameOrganisation, type OrganisationOut } from "@/client";
import { SaveRow } from "@/components/save-row";
import { Field } from "@/components/ui/field";
import { useFormErrors } from "@/features/auth/form-errors";

import { organisationsQuery } from "../queries";

/** The name under which candidates and members know the organisation. */
export function RenameForm({ organisation }: { organisation: OrganisationOut }) {
  const { t } = useTranslation("recruiting");
  const { t: auth } = useTranslation("auth");
  const router = useRouter();
  const queryClient = useQueryClient();
  const { check, message } = useFormErrors();
  const saving = useMutation({
    mutationFn: (name: string) =>
      renameOrganisation({ path: { organisation_id: organisation.id }, body: { name } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: organisationsQuery.queryKey, exact: true });
      await router.invalidate();
    },
  });
  const wrong = message("name", saving.error, auth);
  return (
    <form
      noValidate
      className="max-w-form space-y-4"
      onSubmit={(event) => {
        const values = check(event);
        if (values) saving.mutate(values["name"] ?? "");
      }}
    >
      <Field
        label={t("rename.name")}
        hint={t("rename.hint")}
        name="name"
        maxLength={120}
        required
        defaultValue={organisation.name}
        error={wrong}
      />
      <SaveRow
        saving={saving}
        isFieldWrong={wrong !== undefined}
        save={t("rename.save")}
        saved={t("rename.saved")}
      />
    </form>
  );
}
