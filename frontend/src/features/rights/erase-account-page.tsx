import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Check, Trash2 } from "lucide-react";
import { useId, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { eraseMe, type UserOut } from "@/client";
import { Failure } from "@/components/failure";
import { Page } from "@/components/page";
import { BackLink, PageHeader } from "@/components/page-header";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Spinner } from "@/components/ui/spinner";
import { useFormErrors } from "@/features/auth/form-errors";
import { PasswordField } from "@/features/auth/password-field";
import { interviewsQuery } from "@/features/interviews/queries";
import { forgetEveryTake } from "@/features/recording/kept-chunks";
import { forgetEveryRecording } from "@/features/voice/kept-recordings";
import { session } from "@/lib/api";
import { isApiError } from "@/lib/errors";

import { ExportData } from "./export-data";

const GOES = {
  candidate: ["account", "resumes", "interviews", "delivery", "shares"],
  staff: ["account", "memberships"],
} as const;
const REMAINS = {
  candidate: ["audit", "withdrawn", "backups"],
  staff: ["audit", "work", "backups"],
} as const;

/** What goes with an account, what stays and why, and the form that erases it. */
export function EraseAccountPage({ user }: { user: UserOut }) {
  const { t } = useTranslation("rights");
  const { t: common } = useTranslation();
  const kind = user.role === "candidate" ? "candidate" : "staff";
  return (
    <Page title={t("account.title")} className="max-w-4xl">
      <PageHeader
        back={<BackLink to={<Link to="/settings" />}>{common("nav.settings")}</BackLink>}
        title={t("account.title")}
        lead={t("account.lead")}
      />
      <div className="space-y-8">
        <div className="grid gap-8 md:grid-cols-2">
          <Part title={t("account.goes.title")}>
            <ul className="list-disc space-y-2 pl-5">
              {GOES[kind].map((one) => (
                <li key={one}>{t(`account.goes.${one}`)}</li>
              ))}
            </ul>
          </Part>
          <Part title={t("account.remains.title")}>
            <dl className="space-y-4">
              {REMAINS[kind].map((one) => (
                <div key={one}>
                  <dt className="font-semibold">{t(`account.remains.${one}`)}</dt>
                  <dd className="text-label text-muted">{t(`account.remains.${one}Why`)}</dd>
                </div>
              ))}
            </dl>
          </Part>
        </div>
        {kind === "candidate" && <OpenInterviews />}
        <Part title={t("export.title")}>
          <ExportData />
        </Part>
        <Part title={t("account.form.title")}>
          <EraseForm email={user.email} />
        </Part>
      </div>
    </Page>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <Card role="region" aria-labelledby={id} className="space-y-5">
      <h2 id={id} className="text-title">
        {title}
      </h2>
      {children}
    </Card>
  );
}

/** How many interviews are not over, which end with the account. */
function OpenInterviews() {
  const { t } = useTranslation("rights");
  const { data: interviews = [] } = useQuery(interviewsQuery);
  const open = interviews.filter(({ status }) => status === "scheduled" || status === "live");
  const invited = open.filter(({ mode }) => mode === "screening");
  if (open.length === 0) return null;
  return (
    <Alert tone="caution" title={t("account.open.title", { count: open.length })}>
      {invited.length > 0 && <p>{t("account.open.invited", { count: invited.length })}</p>}
      <Button variant="link" size="inline" render={<Link to="/home" />}>
        {t("account.open.see")}
      </Button>
    </Alert>
  );
}

function EraseForm({ email }: { email: string }) {
  const { t } = useTranslation("rights");
  const { t: auth } = useTranslation("auth");
  const { check, message } = useFormErrors();
  const [isMistyped, setIsMistyped] = useState(false);
  const [typed, setTyped] = useState("");
  const isConfirmed = typed.trim().toLowerCase() === email;
  const erasing = useMutation({
    mutationFn: (password: string) => eraseMe({ body: { password } }),
    onSuccess: ({ id }) => {
      session.signedOut();
      forgetEveryRecording();
      forgetEveryTake();
      // Nothing of the account stays in the memory of the page either.
      location.replace(`/?erased=${id}`);
    },
  });
  return (
    <form
      noValidate
      className="max-w-form space-y-5"
      onSubmit={(event) => {
        const values = check(event);
        setIsMistyped(!isConfirmed);
        if (values && isConfirmed && !erasing.isPending) erasing.mutate(values["password"] ?? "");
      }}
    >
      <Field
        label={t("account.form.email")}
        hint={t("account.form.hint", { email })}
        name="confirmation"
        type="email"
        autoComplete="off"
        required
        value={typed}
        error={
          message("confirmation", null, auth) ??
          (isMistyped && !isConfirmed ? t("account.form.mistyped", { email }) : undefined)
        }
        {...(isConfirmed && { adornment: <Check aria-hidden className="mr-3 size-5 text-good" /> })}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
        }}
      />
      <PasswordField
        autoComplete="current-password"
        error={erasing.error === null ? message("password", null, auth) : undefined}
      />
      <Failure error={erasing.error} />
      {isApiError(erasing.error, "LastOwner") && (
        <Button variant="outline" render={<Link to="/recruiting/organisation" />}>
          {t("account.form.members")}
        </Button>
      )}
      <div className="flex flex-wrap gap-3">
        <Button render={<Link to="/settings" />}>{t("account.form.keep")}</Button>
        <Button variant="outline" type="submit" aria-disabled={erasing.isPending || undefined}>
          {erasing.isPending ? <Spinner /> : <Trash2 aria-hidden />}
          {t("account.form.confirm")}
        </Button>
      </div>
    </form>
  );
}
