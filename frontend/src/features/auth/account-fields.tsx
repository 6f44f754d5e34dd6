import { useTranslation } from "react-i18next";

import { Field } from "@/components/ui/field";

import type { useFormErrors } from "./form-errors";
import { PasswordField } from "./password-field";

interface AccountFieldsProps {
  /** Where it is known already. */
  email?: string;
  nameHint?: string;
  /** Who sees others' data needs a longer password. */
  isStaff?: boolean;
  message: ReturnType<typeof useFormErrors>["message"];
  /** What the server said. */
  error: unknown;
}

/** What an account is made of. */
export function AccountFields({ email, nameHint, isStaff = false, message, error }: AccountFieldsProps) {
  const { t } = useTranslation("auth");
  return (
    <>
      <Field
        label={t("field.fullName")}
        {...(nameHint === undefined ? {} : { hint: nameHint })}
        name="full_name"
        autoComplete="name"
        maxLength={120}
        required
        error={message("full_name", error, t)}
      />
      <Field
        label={t("field.email")}
        name="email"
        type="email"
        autoComplete="email"
        required
        defaultValue={email}
        error={message("email", error, t)}
      />
      <Field
        label={t("field.username")}
        hint={t("field.usernameHint")}
        name="username"
        autoComplete="nickname"
        minLength={2}
        maxLength={64}
        pattern="[\p{L}\p{N}_.\-]+"
        required
        error={message("username", error, t)}
      />
      <PasswordField
        hint={t(isStaff ? "field.passwordHintStaff" : "field.passwordHint")}
        autoComplete="new-password"
        minLength={isStaff ? 15 : 8}
        maxLength={256}
        error={message("password", error, t)}
      />
    </>
  );
}
