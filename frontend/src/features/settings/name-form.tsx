import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { changeMe } from "@/client";
import { meQuery } from "@/features/auth/queries";

import { NameFieldForm } from "./name-field-form";

/** The name by which the pages address the user. */
export function NameForm() {
  const { t } = useTranslation("settings");
  const { t: auth } = useTranslation("auth");
  const queryClient = useQueryClient();
  const { data: me } = useSuspenseQuery(meQuery);
  const saving = useMutation({
    mutationFn: (full_name: string) => changeMe({ body: { full_name } }),
    onSuccess: ({ full_name }) => {
      queryClient.setQueryData(meQuery.queryKey, (before) => before && { ...before, full_name });
    },
  });
  return (
    <NameFieldForm
      name="full_name"
      label={auth("field.fullName")}
      autoComplete="name"
      now={me.full_name}
      saving={saving}
      save={t("save")}
      saved={t("saved")}
    />
  );
}
