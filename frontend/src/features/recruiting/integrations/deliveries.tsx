import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { WebhookDeliveryOut } from "@/client";
import { Failure } from "@/components/failure";
import { Badge } from "@/components/ui/badge";
import { RowHead, Table, TableCell, TableHead } from "@/components/ui/table";
import { currentLanguage } from "@/i18n";
import { formatDateTime } from "@/lib/format";

import { deliveriesQuery } from "./queries";

const TONES = { waiting: "caution", delivered: "good", failed: "danger" } as const;
const PROBLEMS = ["timeout", "no_connection", "address_refused"] as const;

/** The newest messages of a webhook, and how delivering each went. */
export function Deliveries({ organisationId, webhookId }: { organisationId: string; webhookId: string }) {
  const { t } = useTranslation("integrations");
  const [isShown, setIsShown] = useState(false);
  return (
    <details
      onToggle={(event) => {
        setIsShown(event.currentTarget.open);
      }}
    >
      <summary className="cursor-pointer py-2 text-label font-semibold">{t("deliveries.title")}</summary>
      {isShown && <Newest organisationId={organisationId} webhookId={webhookId} />}
    </details>
  );
}

function Newest({ organisationId, webhookId }: { organisationId: string; webhookId: string }) {
  const { t } = useTranslation("integrations");
  const { data, error } = useQuery(deliveriesQuery(organisationId, webhookId));
  if (data === undefined) return <Failure error={error} />;
  if (data.deliveries.length === 0) return <p className="text-label text-muted">{t("deliveries.none")}</p>;
  return (
    <Table label={t("deliveries.title")} stacks="beside" className="text-label sm:min-w-140">
      <thead>
        <tr>
          <TableHead scope="col">{t("deliveries.kind")}</TableHead>
          <TableHead scope="col">{t("deliveries.state")}</TableHead>
          <TableHead scope="col">{t("deliveries.attempts")}</TableHead>
          <TableHead scope="col">{t("deliveries.when")}</TableHead>
        </tr>
      </thead>
      <tbody className="divide-y border-y">
        {data.deliveries.map((delivery) => (
          <tr key={delivery.id}>
            <RowHead className="font-mono font-normal">{delivery.kind}</RowHead>
            <TableCell label={t("deliveries.state")}>
              <Badge tone={TONES[delivery.state]}>{t(`deliveries.${delivery.state}`)}</Badge>
              <Answer delivery={delivery} />
            </TableCell>
            <TableCell label={t("deliveries.attempts")} className="figures">
              {delivery.attempts}
            </TableCell>
            <TableCell label={t("deliveries.when")} className="figures">
              {formatDateTime(delivery.attempted_at ?? delivery.created_at, currentLanguage())}
            </TableCell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** What the receiver answered to the last attempt, or why it did not. */
function Answer({ delivery: { status, problem } }: { delivery: WebhookDeliveryOut }) {
  const { t } = useTranslation("integrations");
  if (status !== null)
    return <span className="block pt-1 text-caption text-muted figures">HTTP {status}</span>;
  const known = PROBLEMS.find((one) => one === problem);
  if (known === undefined) return null;
  return <span className="block pt-1 text-caption text-muted">{t(`deliveries.problem.${known}`)}</span>;
}
