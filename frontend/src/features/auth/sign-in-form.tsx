import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { signIn } from "@/client";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Spinner } from "@/components/ui/spinner";
import { CodeField } from "@/features/second-factor/code-field";
import { session } from "@/lib/api";
import { isApiError } from "@/lib/errors";
import { useFocus } from "@/lib/use-focus";

import { AuthCard } from "./auth-card";
import { useFormErrors } from "./form-errors";
import { PasswordField } from "./password-field";

/** Why somebody is here: on the way to an invitation, or because their session ended. */
function noticeOf(next: string | undefined, t: TFunction<"auth">): string | undefined {
  if (next === undefined) return undefined;
  return next.startsWith("/invitation") ? t("forInvitation") : t("sessionEnded");
}

interface Credentials {
  email: string;
  password: string;
}

export function SignInForm({ next }: { next: string | undefined }) {
  const { t } = useTranslation("auth");
  const navigate = useNavigate();
  const { check, message } = useFormErrors();

  const [known, setKnown] = useState<Credentials | null>(null);
  const entering = useMutation({
    mutationFn: async ({ email, password, code }: Credentials & { code?: string }) =>
      signIn({ body: { username: email, password, ...(code === undefined ? {} : { code }) } }),
    onSuccess: async (grant) => {
      session.signedIn(grant);
      await navigate({ href: next ?? "/home", replace: true });
    },
    onError: (error, { email, password }) => {
      if (isApiError(error, "SecondFactorNeeded")) setKnown({ email, password });
    },
  });

  if (known !== null)
    return (
      <CodeStep
        isEntering={entering.isPending}
        error={isApiError(entering.error, "SecondFactorNeeded") ? null : entering.error}
        onCode={(code) => {
          entering.mutate({ ...known, code });
        }}
        onBack={() => {
          entering.reset();
          setKnown(null);
        }}
      />
    );

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

interface CodeStepProps {
  isEntering: boolean;
  error: Error | null;
  onCode: (code: string) => void;
  onBack: () => void;
}

/** The password was right, and the account has a second factor. */
function CodeStep({ isEntering, error, onCode, onBack }: CodeStepProps) {
  const { t } = useTranslation("auth");
  const { check, message } = useFormErrors();
  const input = useFocus<HTMLInputElement>();
  return (
    <AuthCard
      title={t("code.title")}
      lead={t("code.lead")}
      error={error}
      footer={
        <Button variant="link" size="inline" onClick={onBack}>
          {t("code.back")}
        </Button>
      }
    >
      <form
        noValidate
        className="space-y-5"
        onSubmit={(event) => {
          const code = check(event)?.["code"];
          if (code !== undefined) onCode(code);
        }}
      >
        <CodeField ref={input} hint={t("code.recovery")} error={message("code", error, t)} />
        <Button type="submit" size="lg" className="w-full" disabled={isEntering}>
          {isEntering && <Spinner />}
          {t(isEntering ? "signIn.pending" : "code.submit")}
        </Button>
      </form>
    </AuthCard>
  );
}
