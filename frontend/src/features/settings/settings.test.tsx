import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Suspense } from "react";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import type { ConfigOut, PreferencesInput, UserOut } from "@/client";
import { client } from "@/client/client.gen";
import { meQuery } from "@/features/auth/queries";
import { consentsQuery } from "@/features/consent/queries";
import { configQuery } from "@/features/interviews/queries";
import { loadTexts } from "@/i18n/load";
import { LANGUAGES } from "@/lib/preferences";
import { renderRouted } from "@/test/routed";

import { SettingsPage } from "./settings-page";
import { voicesOf } from "./voice-fields";

const me: UserOut = {
  id: "01930000-0000-7000-8000-000000000001",
  email: "haneul@example.com",
  username: "haneul",
  role: "candidate",
  full_name: "Kim Haneul",
  created_at: "2026-11-01T09:00:00Z",
  preferences: {
    voice: { speed: 1, volume: 1, voice: null },
    accommodations: { patience: 1, prep_seconds: 0, may_interrupt: true },
    room: { hints: false, toured: true },
  },
};
const tts = { name: "espeak", languages: null, voices: { ko: ["standard"], en: ["standard", "m1"] } };

/** What the page sent, and whether the record takes it. */
const sent: PreferencesInput[] = [];
let isAway = false;

async function show() {
  const queryClient = new QueryClient();
  queryClient.setQueryData(meQuery.queryKey, me);
  queryClient.setQueryData(configQuery.queryKey, {
    engines: { tts, stt: { name: "pocketsphinx" } },
  } as unknown as ConfigOut);
  queryClient.setQueryData(consentsQuery.queryKey, []);
  renderRouted(
    <QueryClientProvider client={queryClient}>
      <Suspense>
        <SettingsPage isCandidate />
      </Suspense>
    </QueryClientProvider>,
  );
  await screen.findByRole("heading", { name: "Settings" });
  return queryClient;
}

beforeAll(async () => {
  await loadTexts("settings", "auth", "rights", "consent");
  client.setConfig({
    baseUrl: "http://localhost",
    fetch: async (input, init) => {
      const body = (await new Request(input, init).json()) as { preferences: PreferencesInput };
      sent.push(body.preferences);
      return isAway ? new Response("bad gateway", { status: 502 }) : Response.json(me);
    },
  });
});
beforeEach(() => {
  sent.length = 0;
  isAway = false;
});

describe("a change of preferences", () => {
  const prepare = (name: string) => screen.getByRole<HTMLInputElement>("radio", { name });

  it("shows at once, is sent by itself, and is what the other pages find", async () => {
    const queryClient = await show();
    await userEvent.click(prepare("30 sec"));
    expect(prepare("30 sec").checked).toBe(true);
    await screen.findByText("Saved");
    expect(sent).toEqual([{ voice: {}, accommodations: { prep_seconds: 30 }, room: {} }]);
    expect(queryClient.getQueryData(meQuery.queryKey)?.preferences).toEqual({
      ...me.preferences,
      accommodations: { ...me.preferences.accommodations, prep_seconds: 30 },
    });
  });

  it("is kept in view and sent again when the record could not be reached", async () => {
    isAway = true;
    await show();
    await userEvent.click(prepare("30 sec"));
    await screen.findByRole("alert");
    await userEvent.click(screen.getByRole("checkbox", { name: /finish each question/ }));
    await waitFor(() => {
      expect(sent).toHaveLength(2);
    });
    expect(prepare("30 sec").checked).toBe(true);
    isAway = false;
    await userEvent.click(await screen.findByRole("button", { name: "Try again" }));
    await screen.findByText("Saved");
    expect(sent.at(-1)).toEqual({
      voice: {},
      accommodations: { prep_seconds: 30, may_interrupt: false },
      room: {},
    });
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("by the keyboard moves a slider by one step", async () => {
    await show();
    screen.getByRole("slider", { name: "Speed" }).focus();
    await userEvent.keyboard("{ArrowRight}");
    await screen.findByText("Saved");
    expect(sent).toEqual([{ voice: { speed: 1.05 }, accommodations: {}, room: {} }]);
    expect(screen.getByRole("slider", { name: "Speed" }).getAttribute("aria-valuetext")).toBe("1.05×");
  });
});

describe("the voices to choose from", () => {
  it("are listed once, with the languages that they speak", () => {
    expect(voicesOf(tts, LANGUAGES)).toEqual([
      { voice: "standard", speaks: ["ko", "en"] },
      { voice: "m1", speaks: ["en"] },
    ]);
    expect(voicesOf(tts, ["ko"])).toEqual([{ voice: "standard", speaks: ["ko"] }]);
    expect(voicesOf({ voices: null }, LANGUAGES)).toEqual([]);
  });
});
