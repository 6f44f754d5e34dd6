import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { renameOrganisation, type OrganisationOut } from "@/client";
import { NameFieldForm } from "@/features/settings/name-field-form";

import { organisationsQuery } from "../queries";

/** The name under which candidates and members know the organisation. */
export function RenameForm({ organisation }: { organisation: OrganisationOut }) {
  const { t } = useTranslation("recruiting");
  const router = useRouter();
  const queryClient = useQueryClient();
  const saving = useMutation({
    mutationFn: (name: string) =>
      renameOrganisation({ path: { organisation_id: organisation.id }, body: { name } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: organisationsQuery.queryKey, exact: true });
      await router.invalidate();
    },
  });
  return (
    <NameFieldForm
      name="name"
      label={t("rename.name")}
      hint={t("rename.hint")}
      now={organisation.name}
      saving={saving}
      save={t("rename.save")}
      saved={t("rename.saved")}
    />
  );
}
