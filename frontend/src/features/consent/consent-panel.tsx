import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { InterviewMode } from "@/client";
import { Failure } from "@/components/failure";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";

import { ConsentSection } from "./consent-section";
import type { Decisions } from "./decisions";
import { useDecide } from "./queries";

/** Change of mind: where it shows what a consent is for, and among the settings. */
export function ConsentPanel({ mode, current }: { mode: InterviewMode; current: Decisions }) {
  const { t } = useTranslation("consent");
  const [wanted, setWanted] = useState(current);
  const decide = useDecide();
  return (
    <details className="group rounded-card p-6 glass">
      <summary className="flex list-none items-center gap-2 text-label font-semibold">
        <ChevronRight aria-hidden className="size-5 transition-[rotate] group-open:rotate-90" />
        {t("change.title")}
      </summary>
      <div className="mt-5 space-y-5">
        <ConsentSection mode={mode} current={current} wanted={wanted} onChange={setWanted} />
        <Failure error={decide.error} />
        <div className="flex flex-wrap items-center gap-4">
          <Button
            variant="outline"
            disabled={decide.isPending}
            onClick={() => {
              decide.mutate(wanted);
            }}
          >
            {decide.isPending && <Spinner />}
            {t("change.save")}
          </Button>
          <p role="status" className="text-label text-muted">
            {decide.isSuccess && t("change.saved")}
          </p>
        </div>
      </div>
    </details>
  );
}
