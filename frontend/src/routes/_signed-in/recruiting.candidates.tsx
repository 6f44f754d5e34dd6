import { createFileRoute, useNavigate } from "@tanstack/react-router";

import { CandidatesPage } from "@/features/recruiting/candidates/candidates-page";
import { DECISIONS, SORTS, STATES } from "@/features/recruiting/candidates/filters";
import { postingChoicesQuery, SCORES, type CandidateSearch } from "@/features/recruiting/candidates/queries";
import { loadTexts } from "@/i18n/load";
import { LANGUAGES } from "@/lib/preferences";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export const Route = createFileRoute("/_signed-in/recruiting/candidates")({
  validateSearch: (search: Record<string, unknown>): CandidateSearch => ({
    posting: typeof search["posting"] === "string" ? search["posting"] : undefined,
    status: oneOf(STATES, search["status"]),
    language: oneOf(LANGUAGES, search["language"]),
    decision: oneOf(DECISIONS, search["decision"]),
    score: oneOf(SCORES, search["score"]),
    min: numberOf(search["min"]),
    max: numberOf(search["max"]),
    from: dayOf(search["from"]),
    to: dayOf(search["to"]),
    sort: oneOf(SORTS, search["sort"]),
  }),
  loader: async ({ context: { organisation, queryClient } }) => {
    await Promise.all([
      loadTexts("candidates"),
      queryClient.query({ ...postingChoicesQuery(organisation.id), staleTime: 0 }),
    ]);
  },
  component: CandidatesRoute,
});

function CandidatesRoute() {
  const { organisation } = Route.useRouteContext();
  const navigate = useNavigate();
  return (
    <CandidatesPage
      key={organisation.id}
      organisation={organisation}
      search={Route.useSearch()}
      onSearch={(search) => void navigate({ to: "/recruiting/candidates", search, replace: true })}
    />
  );
}

/** What stands in an address may be anything. */
function oneOf<Value>(values: readonly Value[], given: unknown): Value | undefined {
  return values.find((value) => value === given);
}

function numberOf(given: unknown): number | undefined {
  return typeof given === "number" && given >= 0 && given <= 100 ? given : undefined;
}

function dayOf(given: unknown): string | undefined {
  return typeof given === "string" && DAY.test(given) && !Number.isNaN(Date.parse(given)) ? given : undefined;
}
