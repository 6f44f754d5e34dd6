import { Eye, EyeOff } from "lucide-react";
import { useState, type ComponentProps } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";

/** A password that can be shown while it is typed. */
export function PasswordField(props: Omit<ComponentProps<typeof Field>, "label" | "type" | "adornment">) {
  const { t } = useTranslation("auth");
  const [isShown, setIsShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <Field
      label={t("field.password")}
      type={isShown ? "text" : "password"}
      name="password"
      required
      adornment={
        <Button
          variant="quiet"
          size="icon"
          className="text-muted"
          aria-label={t(isShown ? "field.hidePassword" : "field.showPassword")}
          onClick={() => {
            setIsShown(!isShown);
          }}
        >
          <Icon aria-hidden />
        </Button>
      }
      {...props}
    />
  );
}
