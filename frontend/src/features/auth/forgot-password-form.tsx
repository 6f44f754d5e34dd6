import { useMutation, useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { forgetPassword, type MailWay } from "@/client";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Spinner } from "@/components/ui/spinner";
import { configQuery } from "@/features/interviews/queries";

import { AuthCard, BackToSignIn } from "./auth-card";
import { useFormErrors } from "./form-errors";

/** Asks for a letter with a link; where no letter can be sent, says who can help. */
export function ForgotPasswordForm() {
  const { t } = useTranslation("auth");
  const { data: config } = useSuspenseQuery(configQuery);
  const { check, message } = useFormErrors();
  const asking = useMutation({ mutationFn: (email: string) => forgetPassword({ body: { email } }) });

  return (
    <AuthCard
      title={t("forgot.title")}
      lead={t(config.mail === null ? "forgot.leadNoMail" : "forgot.lead")}
      error={asking.error}
      footer={<BackToSignIn />}
    >
      {config.mail === null ? (
        <NoMail />
      ) : asking.isSuccess ? (
        <Sent email={asking.variables} way={config.mail} onAgain={asking.reset} />
      ) : (
        <form
          noValidate
          className="space-y-5"
          onSubmit={(event) => {
            const email = check(event)?.["email"];
            if (email !== undefined) asking.mutate(email);
          }}
        >
          <Field
            label={t("field.email")}
            name="email"
            type="email"
            autoComplete="username"
            required
            error={message("email", asking.error, t)}
          />
          <Button type="submit" size="lg" className="w-full" disabled={asking.isPending}>
            {asking.isPending && <Spinner />}
            {t(asking.isPending ? "forgot.pending" : "forgot.submit")}
          </Button>
        </form>
      )}
    </AuthCard>
  );
}

function Sent({ email, way, onAgain }: { email: string; way: MailWay; onAgain: () => void }) {
  const { t } = useTranslation("auth");
  return (
    <div className="space-y-4">
      <div role="status" className="space-y-3">
        <h2 className="text-title">{t("forgot.sent")}</h2>
        <p className="wrap-anywhere">{t("forgot.sentDetail", { email })}</p>
        <p className="text-label text-muted">
          {t(way === "folder" ? "forgot.sentHere" : "forgot.sentMissing")}
        </p>
      </div>
      <Button variant="outline" onClick={onAgain}>
        {t("forgot.again")}
      </Button>
    </div>
  );
}

const COMMANDS = [
  ["forgot.noMailContainers", "docker compose exec backend-core python -m backend_core.admin password EMAIL"],
  ["forgot.noMailLocal", ".venv/bin/visavis admin password EMAIL"],
] as const;

function NoMail() {
  const { t } = useTranslation("auth");
  return (
    <div className="space-y-4">
      <Alert tone="caution" title={t("forgot.noMail")}>
        {t("forgot.noMailDetail")}
      </Alert>
      <dl className="space-y-3 text-label">
        {COMMANDS.map(([where, command]) => (
          <div key={where}>
            <dt className="text-muted">{t(where)}</dt>
            <dd>
              <code className="wrap-anywhere select-all">{command}</code>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
