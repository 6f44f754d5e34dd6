import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { InterviewMode } from "@/client";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { ConsentSection } from "@/features/consent/consent-section";
import type { Decisions } from "@/features/consent/decisions";
import { useDecide } from "@/features/consent/queries";
import { describeError } from "@/lib/errors";

/** Change of mind, in the place where it shows what a consent is for. */
export function ConsentPanel({ mode, current }: { mode: InterviewMode; current: Decisions }) {
  const { t } = useTranslation("check");
  const { t: common } = useTranslation();
  const [wanted, setWanted] = useState(current);
  const decide = useDecide();
  return (
    <details className="group rounded-card p-6 glass">
      <summary className="flex list-none items-center gap-2 text-label font-semibold">
        <ChevronRight aria-hidden className="size-5 transition-[rotate] group-open:rotate-90" />
        {t("consent.title")}
      </summary>
      <div className="mt-5 space-y-5">
        <ConsentSection mode={mode} current={current} wanted={wanted} onChange={setWanted} />
        {decide.error !== null && (
          <Alert tone="danger" role="alert">
            {describeError(decide.error, common)}
          </Alert>
        )}
        <div className="flex flex-wrap items-center gap-4">
          <Button
            variant="outline"
            disabled={decide.isPending}
            onClick={() => {
              decide.mutate(wanted);
            }}
          >
            {decide.isPending && <Spinner />}
            {t("consent.save")}
          </Button>
          <p role="status" className="text-label text-muted">
            {decide.isSuccess && t("consent.saved")}
          </p>
        </div>
      </div>
    </details>
  );
}
