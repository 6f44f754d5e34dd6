import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "react-i18next";

import { revokeShare, type ShareOut } from "@/client";
import { ErrorPanel } from "@/components/error-panel";
import { Failure } from "@/components/failure";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { currentLanguage } from "@/i18n";
import { formatDateTime } from "@/lib/format";

import { sharesQuery } from "./queries";

/** The links to a report, each with what it shows, until when, and how often it was opened. */
export function ShareList({ interviewId }: { interviewId: string }) {
  const { t } = useTranslation("sharing");
  const queryClient = useQueryClient();
  const heading = useRef<HTMLHeadingElement>(null);
  const shares = useQuery(sharesQuery(interviewId));
  const revoking = useMutation({
    mutationFn: (shareId: string) => revokeShare({ path: { interview_id: interviewId, share_id: shareId } }),
    onSuccess: () => queryClient.invalidateQueries(sharesQuery(interviewId)),
    // The button that was pressed is gone.
    onSettled: () => heading.current?.focus(),
  });
  if (shares.isError) return <ErrorPanel error={shares.error} onRetry={() => void shares.refetch()} />;
  if (shares.data === undefined || shares.data.length === 0) return null;
  return (
    <section aria-labelledby="shares" className="space-y-3 border-t pt-6">
      <h3 ref={heading} id="shares" tabIndex={-1} className="text-label font-semibold outline-none">
        {t("list")}
      </h3>
      <Failure error={revoking.error} />
      <p role="status" className="sr-only">
        {revoking.isSuccess && t("stopped")}
      </p>
      <ul className="divide-y rounded-panel border">
        {shares.data.map((share) => (
          <li key={share.id} className="flex flex-wrap items-center gap-x-6 gap-y-3 px-5 py-4">
            <Share share={share} />
            {share.state === "working" ? (
              <Button
                variant="outline"
                aria-label={t("stopOf", { date: formatDateTime(share.created_at, currentLanguage()) })}
                aria-disabled={revoking.isPending || undefined}
                onClick={() => {
                  if (!revoking.isPending) revoking.mutate(share.id);
                }}
              >
                {t("stop")}
              </Button>
            ) : (
              <Badge>{t(`state.${share.state}`)}</Badge>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Share({ share }: { share: ShareOut }) {
  const { t } = useTranslation("sharing");
  const date = (instant: string) => formatDateTime(instant, currentLanguage());
  return (
    <div className="min-w-0 flex-1 basis-60 space-y-1">
      <p className="font-semibold wrap-anywhere">
        {share.parts.map((part) => t(`part.${part}`)).join(" · ")}
        {share.name !== null && (
          <span className="font-normal text-muted"> · {t("as", { name: share.name })}</span>
        )}
      </p>
      <p className="text-label text-muted figures">
        {t("since", { made: date(share.created_at), until: date(share.expires_at) })}
      </p>
      <p className="text-label text-muted figures">
        {share.last_opened_at === null
          ? t("unopened")
          : t("opened", { count: share.opened, date: date(share.last_opened_at) })}
      </p>
    </div>
  );
}
