import { useTranslation } from "react-i18next";

import type { ResumeState } from "@/client";
import { Badge } from "@/components/ui/badge";
import { Spinner } from "@/components/ui/spinner";

import { isBeingRead } from "./queries";

const tones = { uploaded: "accent", parsing: "accent", parsed: "good", failed: "danger" } as const;

export function StateBadge({ state }: { state: ResumeState }) {
  const { t } = useTranslation("resumes");
  return (
    <Badge tone={tones[state]} role="status">
      {isBeingRead(state) && <Spinner />}
      {t(`state.${state}`)}
    </Badge>
  );
}
