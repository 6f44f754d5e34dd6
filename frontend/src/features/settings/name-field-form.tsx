import type { UseMutationResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { SaveRow } from "@/components/save-row";
import { Field } from "@/components/ui/field";
import { useFormErrors } from "@/features/auth/form-errors";

interface NameFieldFormProps {
  /** The field of the request. */
  name: string;
  label: string;
  hint?: string;
  autoComplete?: string;
  now: string;
  saving: UseMutationResult<unknown, Error, string>;
  save: string;
  saved: string;
}

/** Changes a name. */
export function NameFieldForm({ name, now, saving, save, saved, ...field }: NameFieldFormProps) {
  const { t: auth } = useTranslation("auth");
  const { check, message } = useFormErrors();
  const wrong = message(name, saving.error, auth);
  return (
    <form
      noValidate
      className="max-w-form space-y-4"
      onSubmit={(event) => {
        const values = check(event);
        if (values) saving.mutate(values[name] ?? "");
      }}
    >
      <Field name={name} maxLength={120} required defaultValue={now} error={wrong} {...field} />
      <SaveRow saving={saving} isFieldWrong={wrong !== undefined} save={save} saved={saved} />
    </form>
  );
}
