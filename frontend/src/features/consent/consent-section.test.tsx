import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { beforeAll, expect, it } from "vitest";

import type { ConfigOut, ConsentOut } from "@/client";
import { configQuery } from "@/features/interviews/queries";
import { loadTexts } from "@/i18n/load";

import { ConsentSection } from "./consent-section";
import { readDecisions, TEXT_VERSION } from "./decisions";
import { consentsQuery } from "./queries";

beforeAll(() => loadTexts("consent"));

it("says when each decision was made and on which text, and which counts no longer", () => {
  const decided_at = "2026-11-20T05:29:00Z";
  const record: ConsentOut[] = [
    { purpose: "transcription", granted: true, version: TEXT_VERSION, decided_at },
    { purpose: "delivery", granted: true, version: "2025-01", decided_at },
    { purpose: "recording", granted: false, version: TEXT_VERSION, decided_at },
  ];
  const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  queryClient.setQueryData(consentsQuery.queryKey, record);
  queryClient.setQueryData(configQuery.queryKey, {
    engines: { stt: { name: "pocketsphinx" } },
    recording: true,
  } as unknown as ConfigOut);
  const current = readDecisions(record);
  render(
    <QueryClientProvider client={queryClient}>
      <ConsentSection current={current} wanted={current} onChange={() => undefined} />
    </QueryClientProvider>,
  );
  const said = (title: string) => screen.getByRole("region", { name: title }).textContent;
  expect(said("Answering by voice")).toContain(`Since 20 Nov 2026, to the text of ${TEXT_VERSION}`);
  expect(said("Measuring delivery")).toContain("you agreed to an earlier text (2025-01)");
  expect(said("Recording for yourself")).toContain("Not agreed, since 20 Nov 2026");
  expect(said("Estimating expressions")).not.toContain("2026");
});
