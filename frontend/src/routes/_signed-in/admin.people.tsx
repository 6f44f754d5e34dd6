import { createFileRoute } from "@tanstack/react-router";

import { PeoplePage } from "@/features/admin/people/people-page";

export const Route = createFileRoute("/_signed-in/admin/people")({
  component: PeoplePage,
});
