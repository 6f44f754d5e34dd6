import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import type { InterviewOut, Role, UserOut } from "@/client";
import { client } from "@/client/client.gen";
import { interviewsQuery } from "@/features/interviews/queries";
import { loadTexts } from "@/i18n/load";
import { toError } from "@/lib/errors";
import { renderRouted } from "@/test/routed";

import { EraseAccountPage } from "./erase-account-page";

const user = { email: "haneul@example.com", role: "candidate" } as UserOut;
const interviews = [
  { status: "scheduled", mode: "screening", created_at: "2026-11-01T09:00:00Z" },
  { status: "live", mode: "practice", created_at: "2026-11-02T09:00:00Z" },
  { status: "completed", mode: "practice", created_at: "2026-10-01T09:00:00Z" },
] as InterviewOut[];
const RECEIPT = "01a203cf-0c0d-779e-864c-c3ad0c671f18";
const sent: unknown[] = [];
let refusal: { error: string; detail: string } | null = null;

beforeAll(async () => {
  await loadTexts("rights", "auth");
  client.setConfig({
    baseUrl: "http://localhost",
    fetch: async (input, init) => {
      sent.push(await new Request(input, init).json());
      return refusal === null
        ? Response.json({ id: RECEIPT, erased_at: "2026-11-22T09:00:00Z" })
        : Response.json({ ...refusal, fields: {} }, { status: 409 });
    },
  });
  client.interceptors.error.use((error, response: Response | undefined) => toError(error, response));
});
beforeEach(() => {
  sent.length = 0;
  refusal = null;
});

async function show(role: Role = "candidate") {
  const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  queryClient.setQueryData(interviewsQuery.queryKey, interviews);
  renderRouted(
    <QueryClientProvider client={queryClient}>
      <EraseAccountPage user={{ ...user, role }} />
    </QueryClientProvider>,
  );
  await screen.findByRole("heading", { name: "Erase your account" });
}

async function erase(address: string) {
  await userEvent.type(screen.getByLabelText("Your e-mail address, to confirm"), address);
  await userEvent.type(screen.getByLabelText("Password"), "a long enough passphrase");
  await userEvent.click(screen.getByRole("button", { name: "Erase the account and everything in it" }));
}

describe("erasing an account", () => {
  it("takes the address typed out and the password, and leaves nothing in the page", async () => {
    const left = vi.spyOn(location, "replace").mockImplementation(() => undefined);
    await show();
    await erase(" Haneul@example.com");
    await waitFor(() => {
      expect(left).toHaveBeenCalledWith(`/?erased=${RECEIPT}`);
    });
    expect(sent).toEqual([{ password: "a long enough passphrase" }]);
  });

  it("sends nothing for another address, and says which it is", async () => {
    await show();
    await erase("minseo@example.com");
    expect(screen.getByText(/^That is not the address of this account/).textContent).toContain(user.email);
    expect(sent).toEqual([]);
  });

  it("says which interviews end with it", async () => {
    await show();
    expect(screen.getByText("2 interviews are not over yet")).toBeTruthy();
    expect(screen.getByText(/^You were invited to 1 of them by an organisation/)).toBeTruthy();
  });

  it("shows a last owner the way to make another one", async () => {
    refusal = { error: "LastOwner", detail: "The last owner can neither leave nor give up the role." };
    await show("recruiter");
    expect(screen.queryByText(/interviews are not over/)).toBeNull();
    await erase(user.email);
    expect((await screen.findByRole("alert")).textContent).toBe(refusal.detail);
    const link = screen.getByRole("link", { name: "Go to the members, to make another an owner" });
    expect(link.getAttribute("href")).toBe("/recruiting/organisation");
  });
});
