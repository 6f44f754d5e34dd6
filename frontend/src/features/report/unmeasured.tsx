import { useTranslation } from "react-i18next";

import type { Unmeasured as Reason } from "@/client";

/** Why there is no value. What was not measured is never shown as a number. */
export function UnmeasuredReason({
  reason,
  className,
}: {
  reason: Reason | null | undefined;
  className?: string;
}) {
  const { t } = useTranslation();
  return <span className={className}>{t(`reason.${reason ?? "model_failed"}`)}</span>;
}
