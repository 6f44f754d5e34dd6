import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";

import type { PageError } from "@/client";
import { ApiError } from "@/lib/errors";
import { renderRouted } from "@/test/routed";

import { ErrorPanel } from "./error-panel";

const logPageError = vi.hoisted(() => vi.fn<(options: { body: PageError }) => Promise<void>>());
vi.mock("@/client", async (original) => ({ ...(await original<object>()), logPageError }));

beforeEach(() => {
  vi.spyOn(console, "error").mockReturnValue();
  logPageError.mockReset().mockResolvedValue(undefined);
});

it("tells the server of the number that it shows", async () => {
  renderRouted(<ErrorPanel error={new TypeError("Kim said")} />);
  const shown = /Error ([0-9a-f]{8})/.exec((await screen.findByRole("alert")).textContent)?.[1];
  await waitFor(() => {
    expect(logPageError).toHaveBeenCalledOnce();
  });
  const told = logPageError.mock.calls[0]?.[0].body;
  expect(told).toMatchObject({ number: shown, error: "TypeError" });
  expect(JSON.stringify(told)).not.toContain("Kim");
});

it("tells it nothing of what it has in its log already", async () => {
  const error = new ApiError(500, { error: "VisavisError", detail: "It broke.", fields: {} }, "0123456789ab");
  renderRouted(<ErrorPanel error={error} />);
  expect((await screen.findByRole("alert")).textContent).toContain("Error 0123456789ab");
  expect(logPageError).not.toHaveBeenCalled();
});
