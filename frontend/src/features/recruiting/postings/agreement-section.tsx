import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { ErrorPanel } from "@/components/error-panel";

import { AgreementPairs } from "../review/agreement-pairs";
import { agreementQuery } from "./queries";

/** How far reviewers agree on this posting, with each other and with the machine. */
export function AgreementSection({ postingId }: { postingId: string }) {
  const { t } = useTranslation("postings");
  const { t: review } = useTranslation("review");
  const agreement = useQuery(agreementQuery(postingId));
  return (
    <section aria-labelledby="agreement" className="space-y-5">
      <div className="space-y-2">
        <h2 id="agreement" className="text-title">
          {review("agreement.title")}
        </h2>
        <p className="text-muted">{review("agreement.detail")}</p>
      </div>
      {agreement.isError && <ErrorPanel error={agreement.error} onRetry={() => void agreement.refetch()} />}
      {agreement.data !== undefined && (
        <>
          <AgreementPairs pairs={agreement.data.pairs} none={t("agreement.none")} />
          <p className="text-label text-muted">{t("agreement.over", { count: agreement.data.interviews })}</p>
        </>
      )}
    </section>
  );
}
