import { createFileRoute } from "@tanstack/react-router";

import { Gallery } from "@/features/gallery/gallery";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/dev/components")({
  loader: () => loadTexts("gallery", "report", "auth"),
  component: Gallery,
});
