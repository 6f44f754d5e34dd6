import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { register, signIn, type Registration } from "@/client";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { session } from "@/lib/api";

import { AccountFields } from "./account-fields";
import { AuthCard } from "./auth-card";
import { useFormErrors } from "./form-errors";

/** Creates a candidate's account and signs in with it. */
export function SignUpForm({ next }: { next: string | undefined }) {
  const { t } = useTranslation("auth");
  const navigate = useNavigate();
  const { check, message } = useFormErrors();

  const joining = useMutation({
    mutationFn: async (registration: Registration) => {
      await register({ body: registration });
      return signIn({ body: { username: registration.email, password: registration.password } });
    },
    onSuccess: async (grant) => {
      session.signedIn(grant);
      await navigate({ href: next ?? "/home", replace: true });
    },
  });

  return (
    <AuthCard
      title={t("signUp.title")}
      lead={t("signUp.lead")}
      error={joining.error}
      footer={
        <>
          {t("signUp.other")}{" "}
          <Button variant="link" size="inline" render={<Link to="/sign-in" search={{ next }} />}>
            {t("signUp.otherAction")}
          </Button>
        </>
      }
    >
      <form
        noValidate
        className="space-y-5"
        onSubmit={(event) => {
          const values = check(event);
          if (!values) return;
          joining.mutate({
            email: values["email"] ?? "",
            username: values["username"] ?? "",
            full_name: values["full_name"] ?? "",
            password: values["password"] ?? "",
          });
        }}
      >
        <AccountFields nameHint={t("field.fullNameHint")} message={message} error={joining.error} />
        <Button type="submit" size="lg" className="w-full" disabled={joining.isPending}>
          {joining.isPending && <Spinner />}
          {t(joining.isPending ? "signUp.pending" : "signUp.submit")}
        </Button>
      </form>
    </AuthCard>
  );
}
