import { useTranslation } from "react-i18next";

import type { PostingState } from "@/client";
import { Badge } from "@/components/ui/badge";

const tones = { draft: "neutral", open: "good", closed: "caution" } as const;

export function StateBadge({ state }: { state: PostingState }) {
  const { t } = useTranslation("postings");
  return <Badge tone={tones[state]}>{t(`state.${state}`)}</Badge>;
}
