import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, describe, expect, it, vi } from "vitest";

import type { ConfigOut, Language } from "@/client";
import { configQuery } from "@/features/interviews/queries";
import { loadTexts } from "@/i18n/load";

import { AnsweringField, CameraField } from "./fields";

function show(language: Language, isAgreed: boolean) {
  const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  queryClient.setQueryData(configQuery.queryKey, {
    engines: { stt: { name: "pocketsphinx", languages: ["en"] } },
  } as unknown as ConfigOut);
  const onChange = vi.fn();
  render(
    <QueryClientProvider client={queryClient}>
      <AnsweringField language={language} isOn isAgreed={isAgreed} onChange={onChange} />
      <CameraField isOn={false} isAgreed={isAgreed} onChange={onChange} />
    </QueryClientProvider>,
  );
  return onChange;
}

beforeAll(() => loadTexts("newInterview"));

describe("how to take part", () => {
  it("may be in writing where one could speak, and with a camera", async () => {
    const onChange = show("en", true);
    await userEvent.click(screen.getByRole("radio", { name: "In writing" }));
    await userEvent.click(screen.getByRole("radio", { name: "Camera on" }));
    expect(onChange.mock.calls).toEqual([[false], [true]]);
  });

  it("says that speaking wants a consent", () => {
    show("en", false);
    expect(screen.getByRole("radiogroup", { name: "How will you answer?" }).textContent).toContain(
      "To speak, agree to “Answering by voice” below.",
    );
  });

  it("offers no voice in a language that nobody here understands", () => {
    show("ko", true);
    expect(screen.queryByRole("radio", { name: "By speaking" })).toBeNull();
    expect(screen.getByRole("radio", { name: "Camera off" })).toHaveProperty("checked", true);
  });
});
