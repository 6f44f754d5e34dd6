import type { ComponentProps } from "react";
import { useTranslation } from "react-i18next";

import { Field } from "@/components/ui/field";

/** Six digits of an authenticator app; where one is signed in by it, also a code to recover with. */
export function CodeField(props: Omit<ComponentProps<typeof Field>, "label" | "name">) {
  const { t } = useTranslation("auth");
  return (
    <Field
      label={t("code.label")}
      name="code"
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={20}
      required
      className="tracking-widest figures"
      {...props}
    />
  );
}
