import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";

import { signIn } from "@/client";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Spinner } from "@/components/ui/spinner";
import { session } from "@/lib/api";

import { AuthCard } from "./auth-card";
import { useFormErrors } from "./form-errors";
import { PasswordField } from "./password-field";

/** Why somebody is here: on the way to an invitation, or because their session ended. */
function noticeOf(next: string | undefined, t: TFunction<"auth">): string | undefined {
  if (next === undefined) return undefined;
  return next.startsWith("/invitation") ? t("forInvitation") : t("sessionEnded");
}

export function SignInForm({ next }: { next: string | undefined }) {
  const { t } = useTranslation("auth");
  const navigate = useNavigate();
  const { check, message } = useFormErrors();

  const entering = useMutation({
    mutationFn: async ({ email, password }: { email: string; password: string }) =>
      signIn({ body: { username: email, password } }),
    onSuccess: async (grant) => {
      session.signedIn(grant);
      await navigate({ href: next ?? "/home", replace: true });
    },
  });

  return (
    <AuthCard
      title={t("signIn.title")}
      lead={t("signIn.lead")}
      notice={noticeOf(next, t)}
      error={entering.error}
      footer={
        <>
          {t("signIn.other")}{" "}
          <Button variant="link" size="inline" render={<Link to="/sign-up" search={{ next }} />}>
            {t("signIn.otherAction")}
          </Button>
        </>
      }
    >
      <form
        noValidate
        className="space-y-5"
        onSubmit={(event) => {
          const values = check(event);
          if (values) entering.mutate({ email: values["email"] ?? "", password: values["password"] ?? "" });
        }}
      >
        <Field
          label={t("field.email")}
          name="email"
          type="email"
          autoComplete="username"
          required
          error={message("email", entering.error, t)}
        />
        <div className="space-y-2">
          <PasswordField autoComplete="current-password" error={message("password", entering.error, t)} />
          <p className="text-right text-label">
            <Button variant="link" size="inline" render={<Link to="/forgot-password" />}>
              {t("signIn.forgot")}
            </Button>
          </p>
        </div>
        <Button type="submit" size="lg" className="w-full" disabled={entering.isPending}>
          {entering.isPending && <Spinner />}
          {t(entering.isPending ? "signIn.pending" : "signIn.submit")}
        </Button>
      </form>
    </AuthCard>
  );
}
