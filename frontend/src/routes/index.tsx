import { createFileRoute } from "@tanstack/react-router";

import { restoreQuietly } from "@/features/auth/guards";
import { Landing } from "@/features/landing/landing";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/")({
  beforeLoad: ({ context }) => restoreQuietly({ context }),
  loader: () => loadTexts("landing"),
  component: Landing,
});
