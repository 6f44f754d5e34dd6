import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, beforeEach, expect, it, vi } from "vitest";

import { client } from "@/client/client.gen";
import { startI18n } from "@/i18n";
import { loadTexts } from "@/i18n/load";
import { toError } from "@/lib/errors";

import { ExportData } from "./export-data";

let isWrong = false;
const fetched: string[] = [];

beforeAll(async () => {
  await startI18n("en");
  await loadTexts("rights", "auth");
  client.setConfig({
    baseUrl: "http://localhost",
    fetch: () =>
      Promise.resolve(
        isWrong
          ? Response.json(
              { error: "WrongPassword", detail: "The password is not right.", fields: { password: "wrong" } },
              { status: 403 },
            )
          : new Response(null, { status: 204 }),
      ),
  });
  client.interceptors.error.use((error, response: Response | undefined) => toError(error, response));
});

beforeEach(() => {
  isWrong = false;
  fetched.length = 0;
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    fetched.push(this.getAttribute("href") ?? "");
  });
});

async function ask(password: string) {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <ExportData />
    </QueryClientProvider>,
  );
  await userEvent.click(screen.getByRole("button", { name: "Download your data" }));
  if (password !== "") await userEvent.type(await screen.findByLabelText("Password"), password);
  await userEvent.click(screen.getByRole("button", { name: "Download" }));
}

it("has the browser fetch the archive once the password is right, and says so", async () => {
  await ask("a long enough passphrase");
  await screen.findByText(/^The download has begun/);
  expect(fetched).toEqual(["/api/users/me/export?language=en"]);
  await waitFor(() => {
    expect(screen.queryByRole("alertdialog")).toBeNull();
  });
});

it("fetches nothing without a password, or with a wrong one", async () => {
  isWrong = true;
  await ask("");
  await userEvent.type(screen.getByLabelText("Password"), "another");
  await userEvent.click(screen.getByRole("button", { name: "Download" }));
  expect((await screen.findByRole("alert")).textContent).toBe("The password is not right.");
  expect(fetched).toEqual([]);
});
