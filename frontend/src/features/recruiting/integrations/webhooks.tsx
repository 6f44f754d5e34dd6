import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { createWebhook, type WebhookKind } from "@/client";
import { Field } from "@/components/ui/field";

import { Checks } from "./checks";
import { CreationForm } from "./creation-form";
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
      <CreationForm
        creating={creating}
        isComplete={kinds.length > 0}
        submit={t("webhooks.create")}
        tell={(made) => ({ title: t("webhooks.created"), label: t("webhooks.secret"), secret: made.secret })}
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
      </CreationForm>
      {webhooks.map((webhook) => (
        <Webhook key={webhook.id} organisationId={organisationId} webhook={webhook} />
      ))}
    </div>
  );
}
