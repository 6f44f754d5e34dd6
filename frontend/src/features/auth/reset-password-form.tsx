import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { resetPassword } from "@/client";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { session } from "@/lib/api";
import { isApiError } from "@/lib/errors";

import { AuthCard, BackToSignIn } from "./auth-card";
import { useFormErrors } from "./form-errors";
import { PasswordField } from "./password-field";

/** Sets a new password by the token of a letter's link; empty where the link lost it on the way. */
export function ResetPasswordForm({ token }: { token: string }) {
  const { t } = useTranslation("auth");
  const { check, message } = useFormErrors();
  const choosing = useMutation({
    mutationFn: (password: string) => resetPassword({ body: { token, password } }),
    onSuccess: () => {
      // This browser's session has ended with all the others.
      session.signedOut();
    },
  });
  const isSpent = isApiError(choosing.error, "ResetLinkExpired");

  return (
    <AuthCard
      title={t("reset.title")}
      lead={t("reset.lead")}
      error={choosing.error}
      footer={!choosing.isSuccess && <BackToSignIn />}
    >
      {choosing.isSuccess ? (
        <div className="space-y-5">
          <div role="status" className="space-y-2">
            <h2 className="text-title">{t("reset.done")}</h2>
            <p>{t("reset.doneDetail")}</p>
          </div>
          <Button size="lg" className="w-full" render={<Link to="/sign-in" />}>
            {t("reset.signIn")}
          </Button>
        </div>
      ) : token === "" || isSpent ? (
        <div className="space-y-5">
          {!isSpent && (
            <Alert tone="caution" title={t("reset.noToken")}>
              {t("reset.noTokenDetail")}
            </Alert>
          )}
          <Button size="lg" className="w-full" render={<Link to="/forgot-password" />}>
            {t("reset.askAgain")}
          </Button>
        </div>
      ) : (
        <form
          noValidate
          className="space-y-5"
          onSubmit={(event) => {
            const password = check(event)?.["password"];
            if (password !== undefined) choosing.mutate(password);
          }}
        >
          <PasswordField
            hint={t("field.passwordHintReset")}
            autoComplete="new-password"
            minLength={8}
            maxLength={256}
            error={message("password", choosing.error, t)}
          />
          <Button type="submit" size="lg" className="w-full" disabled={choosing.isPending}>
            {choosing.isPending && <Spinner />}
            {t(choosing.isPending ? "reset.pending" : "reset.submit")}
          </Button>
        </form>
      )}
    </AuthCard>
  );
}
