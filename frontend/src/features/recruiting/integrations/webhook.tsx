import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { deleteWebhook, testWebhook, type WebhookOut } from "@/client";
import { Failure } from "@/components/failure";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Spinner } from "@/components/ui/spinner";
import { DeletionDialog } from "@/features/resumes/deletion-dialog";

import { Deliveries } from "./deliveries";
import { webhooksQuery } from "./queries";
import { KINDS } from "./webhooks";

/** An address, what it is told, and how that fares. */
export function Webhook({ organisationId, webhook }: { organisationId: string; webhook: WebhookOut }) {
  const { t } = useTranslation("integrations");
  const queryClient = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const path = { organisation_id: organisationId, webhook_id: webhook.id };
  const refresh = () => queryClient.invalidateQueries({ queryKey: webhooksQuery(organisationId).queryKey });
  const testing = useMutation({ mutationFn: () => testWebhook({ path }), onSuccess: refresh });
  const deleting = useMutation({ mutationFn: () => deleteWebhook({ path }), onSuccess: refresh });
  return (
    <Card className="space-y-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <h3 className="min-w-0 flex-1 basis-60 font-mono text-label wrap-anywhere">{webhook.url}</h3>
        {webhook.waiting > 0 && (
          <Badge tone="caution">{t("webhooks.waiting", { count: webhook.waiting })}</Badge>
        )}
        {webhook.failed > 0 && <Badge tone="danger">{t("webhooks.failed", { count: webhook.failed })}</Badge>}
        <Button
          variant="outline"
          disabled={testing.isPending}
          onClick={() => {
            testing.mutate();
          }}
        >
          {testing.isPending && <Spinner />}
          {t("webhooks.test")}
        </Button>
        <Button
          variant="outline"
          aria-label={t("webhooks.removeOf", { url: webhook.url })}
          onClick={() => {
            setIsOpen(true);
          }}
        >
          {t("webhooks.remove")}
        </Button>
      </div>
      <p className="text-label text-muted">{webhook.kinds.map((kind) => t(KINDS[kind])).join(" · ")}</p>
      <Failure error={testing.error} />
      <Deliveries organisationId={organisationId} webhookId={webhook.id} />
      <DeletionDialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title={t("webhooks.removeTitle")}
        description={t("webhooks.removeDetail")}
        keep={t("keep")}
        confirm={t("webhooks.remove")}
        deleting={deleting}
        onConfirm={deleting.mutate}
      />
    </Card>
  );
}
