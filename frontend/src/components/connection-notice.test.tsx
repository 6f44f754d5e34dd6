import { act, screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";

import { renderRouted } from "@/test/routed";

import { ConnectionNotice } from "./connection-notice";

it("says that the device is offline, then that it is back, then nothing", async () => {
  const onLine = vi.spyOn(navigator, "onLine", "get").mockReturnValue(true);
  const turn = (isOnline: boolean) => {
    onLine.mockReturnValue(isOnline);
    act(() => {
      window.dispatchEvent(new Event(isOnline ? "online" : "offline"));
    });
  };
  renderRouted(
    <main aria-label="page">
      <ConnectionNotice />
    </main>,
  );
  const status = await screen.findByRole("main");
  expect(status.textContent).toBe("");
  turn(false);
  expect(status.textContent).toMatch(/^You are offline/);
  vi.useFakeTimers();
  turn(true);
  expect(status.textContent).toBe("Connected again.");
  act(() => {
    vi.runAllTimers();
  });
  vi.useRealTimers();
  await waitFor(() => {
    expect(status.textContent).toBe("");
  });
});
