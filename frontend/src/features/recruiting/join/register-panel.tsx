import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { registerMember, signIn, type JoiningRegistration } from "@/client";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Spinner } from "@/components/ui/spinner";
import { AccountFields } from "@/features/auth/account-fields";
import { useFormErrors } from "@/features/auth/form-errors";
import { session } from "@/lib/api";
import { describeError } from "@/lib/errors";

import { useArrival } from "./use-arrival";

/** Makes an account for whoever was invited, and joins with it; whoever has one signs in. */
export function RegisterPanel({ token, email }: { token: string; email: string }) {
  const { t } = useTranslation("recruiting");
  const { t: common } = useTranslation();
  const arrive = useArrival();
  const { check, message } = useFormErrors();
  const joining = useMutation({
    mutationFn: async (registration: JoiningRegistration) => {
      await registerMember({ body: registration });
      return signIn({ body: { username: registration.email, password: registration.password } });
    },
    onSuccess: async (grant) => {
      session.signedIn(grant);
      await arrive();
    },
  });

  return (
    <>
      {joining.isError && (
        <Alert role="alert" tone="danger" className="mb-5">
          {describeError(joining.error, common)}
        </Alert>
      )}
      <Card>
        <h2 className="mb-6 text-title">{t("join.account")}</h2>
        <form
          noValidate
          className="space-y-5"
          onSubmit={(event) => {
            const values = check(event);
            if (!values) return;
            joining.mutate({
              token,
              email: values["email"] ?? "",
              username: values["username"] ?? "",
              full_name: values["full_name"] ?? "",
              password: values["password"] ?? "",
            });
          }}
        >
          <AccountFields isStaff email={email} message={message} error={joining.error} />
          <Button type="submit" size="lg" className="w-full" disabled={joining.isPending}>
            {joining.isPending && <Spinner />}
            {t("join.submit")}
          </Button>
        </form>
      </Card>
      <p className="mt-6 text-center text-label text-muted">
        {t("join.have")}{" "}
        <Button variant="link" size="inline" render={<Link to="/sign-in" search={{ next: "/join" }} />}>
          {t("join.signIn")}
        </Button>
      </p>
    </>
  );
}
