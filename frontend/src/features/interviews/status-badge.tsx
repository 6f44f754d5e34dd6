import { useTranslation } from "react-i18next";

import type { InterviewStatus } from "@/client";
import { Badge } from "@/components/ui/badge";

const tones = {
  scheduled: "neutral",
  live: "accent",
  completed: "good",
  cancelled: "neutral",
} as const;

export function StatusBadge({ status }: { status: InterviewStatus }) {
  const { t } = useTranslation();
  return <Badge tone={tones[status]}>{t(`status.${status}`)}</Badge>;
}
