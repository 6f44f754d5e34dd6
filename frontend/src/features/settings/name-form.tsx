import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { changeMe } from "@/client";
import { SaveRow } from "@/components/save-row";
import { Field } from "@/components/ui/field";
import { useFormErrors } from "@/features/auth/form-errors";
import { meQuery } from "@/features/auth/queries";

/** The name by which the pages address the user. */
export function NameForm() {
  const { t } = useTranslation("settings");
  const { t: auth } = useTranslation("auth");
  const queryClient = useQueryClient();
  const { data: me } = useSuspenseQuery(meQuery);
  const { check, message } = useFormErrors();
  const saving = useMutation({
    mutationFn: (full_name: string) => changeMe({ body: { full_name } }),
    onSuccess: ({ full_name }) => {
      queryClient.setQueryData(meQuery.queryKey, (before) => before && { ...before, full_name });
    },
  });
  const wrong = message("full_name", saving.error, auth);
  return (
    <form
      noValidate
      className="max-w-form space-y-4"
      onSubmit={(event) => {
        const values = check(event);
        if (values) saving.mutate(values["full_name"] ?? "");
      }}
    >
      <Field
        label={auth("field.fullName")}
        name="full_name"
        autoComplete="name"
        maxLength={120}
        required
        defaultValue={me.full_name}
        error={wrong}
      />
      <SaveRow saving={saving} isFieldWrong={wrong !== undefined} save={t("save")} saved={t("saved")} />
    </form>
  );
}
