import { useTranslation } from "react-i18next";

import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { describeError } from "@/lib/errors";

/** Why a change is not on the record, and another try; nothing where there is no error. */
export function NotSaved({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation("settings");
  const { t: common } = useTranslation();
  if (error === null) return null;
  return (
    <Alert tone="danger" role="alert" title={t("notSaved")}>
      <p>{describeError(error, common)}</p>
      <Button variant="outline" className="mt-3" onClick={onRetry}>
        {common("error.retry")}
      </Button>
    </Alert>
  );
}
