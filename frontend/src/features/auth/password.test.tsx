import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider, createMemoryHistory, createRouter } from "@tanstack/react-router";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";

import type { ConfigOut, MailWay } from "@/client";
import { client } from "@/client/client.gen";
import { configQuery } from "@/features/interviews/queries";
import { session } from "@/lib/api";
import { toError } from "@/lib/errors";
import { routeTree } from "@/routeTree.gen";

const requests: { path: string; body: unknown }[] = [];
let answer: () => Response;

beforeEach(() => {
  requests.length = 0;
  answer = () => new Response(null, { status: 204 });
  client.setConfig({
    baseUrl: "http://localhost",
    fetch: async (input, init) => {
      const request = new Request(input, init);
      requests.push({ path: new URL(request.url).pathname, body: await request.json() });
      return answer();
    },
  });
  client.interceptors.error.use((error, response: Response | undefined) => toError(error, response));
});

function open(address: string, mail: MailWay | null = "smtp") {
  const queryClient = new QueryClient();
  queryClient.setQueryData(configQuery.queryKey, { mail } as unknown as ConfigOut);
  const history = createMemoryHistory({ initialEntries: [address] });
  const router = createRouter({ routeTree, history, context: { queryClient, session } });
  render(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
}

describe("a forgotten password", () => {
  async function ask(mail: MailWay) {
    open("/forgot-password", mail);
    await userEvent.type(await screen.findByLabelText("E-mail"), "minseo@example.org");
    await userEvent.click(screen.getByRole("button", { name: "Send the link" }));
    await screen.findByText("Look into your mailbox");
  }

  it("asks for a letter, and says the same whoever asks", async () => {
    await ask("smtp");
    expect(requests).toEqual([{ path: "/api/password/forgot", body: { email: "minseo@example.org" } }]);
    expect(screen.getByRole("status").textContent).toContain("If somebody signed up as minseo@example.org");
  });

  it("says where letters are that nobody gets", async () => {
    await ask("folder");
    expect(screen.getByRole("status").textContent).toContain("make mailbox");
  });

  it("names who can help where no letter can be sent", async () => {
    open("/forgot-password", null);
    await screen.findByText("This server cannot send e-mail");
    expect(screen.queryByLabelText("E-mail")).toBeNull();
    expect(screen.getByText(".venv/bin/visavis admin password EMAIL")).toBeTruthy();
  });
});

describe("a letter's link", () => {
  async function choose(password: string) {
    await userEvent.type(await screen.findByLabelText("Password"), password);
    await userEvent.click(screen.getByRole("button", { name: "Change the password" }));
  }

  it("sets the password with the token behind the hash", async () => {
    open("/reset-password#a_token-1");
    await choose("another long passphrase");
    await screen.findByText("Your password is changed");
    const body = { token: "a_token-1", password: "another long passphrase" };
    expect(requests).toEqual([{ path: "/api/password/reset", body }]);
  });

  it("leads to a new one when it is spent", async () => {
    const error = { error: "ResetLinkExpired", detail: "This link was used already.", fields: {} };
    answer = () => Response.json(error, { status: 404 });
    open("/reset-password#spent");
    await choose("another long passphrase");
    expect((await screen.findByRole("alert")).textContent).toContain("This link was used already.");
    expect(screen.getByRole("link", { name: "Get a new link" }).getAttribute("href")).toBe(
      "/forgot-password",
    );
    expect(screen.queryByLabelText("Password")).toBeNull();
  });

  it("says so when it was cut off", async () => {
    open("/reset-password");
    await screen.findByText("This link is not whole");
  });
});
