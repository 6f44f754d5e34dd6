import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { createWebhook, type WebhookKind } from "@/client";
import { CopyLink } from "@/components/copy-link";
import { Failure } from "@/components/failure";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Spinner } from "@/components/ui/spinner";

import { Checks } from "./checks";
import { webhooksQuery } from "./queries";
import { Webhook } from "./webhook";

/** What an address can be told, with the key of its name. */
export const KINDS = {
  "invitation.accepted": "kind.invitation_accepted",
  "interview.completed": "kind.interview_completed",
  "report.ready": "kind.report_ready",
  "decision.made": "kind.decision_made",
} as const satisfies Record<WebhookKind, string>;
const ALL = Object.keys(KINDS) as WebhookKind[];

/** Addresses that are told what happens. */
export function Webhooks({ organisationId }: { organisationId: string }) {
  const { t } = useTranslation("integrations");
  const queryClient = useQueryClient();
  const query = webhooksQuery(organisationId);
  const { data: webhooks } = useSuspenseQuery(query);
  const [url, setUrl] = useState("");
  const [kinds, setKinds] = useState(ALL);
  const creating = useMutation({
    mutationFn: () => createWebhook({ path: { organisation_id: organisationId }, body: { url, kinds } }),
    onSuccess: () => {
      setUrl("");
      return queryClient.invalidateQueries({ queryKey: query.queryKey });
    },
  });
  return (
    <div className="space-y-6">
      <Card>
        <form
          className="space-y-5"
          onSubmit={(event) => {
            event.preventDefault();
            creating.mutate();
          }}
        >
          <Field
            label={t("webhooks.url")}
            hint={t("webhooks.urlHint")}
            type="url"
            maxLength={2000}
            required
            value={url}
            onChange={(event) => {
              setUrl(event.target.value);
            }}
          />
          <Checks
            legend={t("webhooks.kinds")}
            values={ALL}
            nameOf={(kind) => t(KINDS[kind])}
            chosen={kinds}
            onChange={setKinds}
          />
          <Failure error={creating.error} />
          <Button type="submit" disabled={creating.isPending || kinds.length === 0}>
            {creating.isPending && <Spinner />}
            {t("webhooks.create")}
          </Button>
        </form>
      </Card>
      {creating.data !== undefined && (
        <Alert role="status" title={t("webhooks.created")}>
          <p className="mb-4">{t("once")}</p>
          <CopyLink label={t("webhooks.secret")} link={creating.data.secret} />
        </Alert>
      )}
      {webhooks.map((webhook) => (
        <Webhook key={webhook.id} organisationId={organisationId} webhook={webhook} />
      ))}
    </div>
  );
}
