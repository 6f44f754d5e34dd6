import { useTranslation } from "react-i18next";

import type { AcceptancePromise } from "@/client";
import { currentLanguage } from "@/i18n";
import { formatDate } from "@/lib/format";

/** What the candidate was told when they accepted, which later changes of the posting do not touch. */
export function Promised({ promise }: { promise: AcceptancePromise }) {
  const { t } = useTranslation("rights");
  const { accepted_at, promised_readers, shows_answers_live } = promise;
  const { reviewer = 0, recruiter = 0, owner = 0 } = promised_readers ?? {};
  return (
    <ul className="list-disc space-y-2 pl-5 marker:text-control">
      <li>{t("promise.accepted", { date: formatDate(accepted_at, currentLanguage()) })}</li>
      {promised_readers !== null && (
        <li>{t("promise.readers", { total: reviewer + recruiter + owner, reviewer, recruiter, owner })}</li>
      )}
      <li>{t(shows_answers_live ? "promise.live" : "promise.notLive")}</li>
    </ul>
  );
}
