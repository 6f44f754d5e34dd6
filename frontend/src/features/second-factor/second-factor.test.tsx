import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider, createMemoryHistory, createRouter } from "@tanstack/react-router";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, beforeEach, expect, it } from "vitest";

import { client } from "@/client/client.gen";
import { startI18n } from "@/i18n";
import { loadTexts } from "@/i18n/load";
import { session } from "@/lib/api";
import { toError } from "@/lib/errors";
import { routeTree } from "@/routeTree.gen";

import { SecondFactor } from "./second-factor";

const refusals: Record<string, { status: number; detail: string }> = {
  SecondFactorNeeded: { status: 401, detail: "Enter the six digits." },
  WrongCode: { status: 422, detail: "This code is not right." },
};
let isOn = false;
const sent: { way: string; body: unknown }[] = [];

function refuse(error: keyof typeof refusals) {
  const { status = 500, detail = "" } = refusals[error] ?? {};
  return Response.json({ error, detail, fields: {} }, { status });
}

/** As the platform answers: the right code is 123456. */
async function answer(request: Request): Promise<Response> {
  const way = `${request.method} ${new URL(request.url).pathname}`;
  const text = await request.text();
  const body: unknown = text.startsWith("{")
    ? JSON.parse(text)
    : Object.fromEntries(new URLSearchParams(text));
  if (request.method !== "GET") sent.push({ way, body });
  const code = (body as { code?: string }).code;
  if (code !== undefined && code !== "123456") return refuse("WrongCode");
  switch (way) {
    case "POST /api/token":
      return code === undefined
        ? refuse("SecondFactorNeeded")
        : Response.json({ access_token: "x", token_type: "bearer", expires_in: 900 });
    case "GET /api/users/me/second-factor":
      return Response.json({ is_on: isOn, recovery_codes_left: isOn ? 10 : 0 });
    case "POST /api/users/me/second-factor":
      return Response.json({
        secret: "JBSWY3DPEHPK3PXP",
        uri: "otpauth://totp/Visavis:a?secret=JBSWY3DPEHPK3PXP",
      });
    case "POST /api/users/me/second-factor/confirm":
      isOn = true;
      return Response.json({ codes: ["abcde-fghjk", "mnpqr-stuvw"] });
    case "DELETE /api/users/me/second-factor":
      isOn = false;
      return new Response(null, { status: 204 });
    default:
      return Response.json([], { status: 200 });
  }
}

beforeAll(async () => {
  await startI18n("en");
  await loadTexts("settings", "auth");
});

beforeEach(() => {
  isOn = false;
  sent.length = 0;
  client.setConfig({
    baseUrl: "http://localhost",
    fetch: (input, init) => answer(new Request(input, init)),
  });
  client.interceptors.error.use((error, response: Response | undefined) => toError(error, response));
});

function renderSettings() {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <SecondFactor />
    </QueryClientProvider>,
  );
}

it("is set up by password, picture and code, and ends with codes to keep", async () => {
  renderSettings();
  await userEvent.click(await screen.findByRole("button", { name: "Set it up" }));
  await userEvent.type(await screen.findByLabelText("Password"), "a long enough passphrase");
  await userEvent.click(screen.getByRole("button", { name: "Continue" }));
  await screen.findByRole("img", { name: "QR code for your authenticator app" });
  expect(screen.getByText("JBSWY3DPEHPK3PXP")).toBeTruthy();
  await userEvent.type(screen.getByLabelText("Code"), "000000");
  await userEvent.click(screen.getByRole("button", { name: "Turn it on" }));
  await screen.findByText("This code is not right.");
  await userEvent.clear(screen.getByLabelText("Code"));
  await userEvent.type(screen.getByLabelText("Code"), "123456");
  await userEvent.click(screen.getByRole("button", { name: "Turn it on" }));
  const dialog = await screen.findByRole("alertdialog", { name: "Keep these recovery codes" });
  expect(
    within(dialog)
      .getAllByRole("listitem")
      .map((item) => item.textContent),
  ).toEqual(["abcde-fghjk", "mnpqr-stuvw"]);
  await userEvent.click(screen.getByRole("button", { name: "I have kept them" }));
  await screen.findByText("10 recovery codes left");
});

it("is turned off by password and code", async () => {
  isOn = true;
  renderSettings();
  await userEvent.click(await screen.findByRole("button", { name: "Turn it off" }));
  const dialog = await screen.findByRole("alertdialog");
  await userEvent.type(within(dialog).getByLabelText("Password"), "a long enough passphrase");
  await userEvent.type(within(dialog).getByLabelText("Code"), "123456");
  await userEvent.click(within(dialog).getByRole("button", { name: "Turn it off" }));
  await screen.findByText("Off");
  expect(sent).toEqual([
    {
      way: "DELETE /api/users/me/second-factor",
      body: { password: "a long enough passphrase", code: "123456" },
    },
  ]);
  expect(screen.queryByRole("alertdialog")).toBeNull();
});

it("is asked for at sign-in once the password was right, without asking for that again", async () => {
  const queryClient = new QueryClient();
  const history = createMemoryHistory({ initialEntries: ["/sign-in?next=/forgot-password"] });
  const router = createRouter({ routeTree, history, context: { queryClient, session } });
  render(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  await userEvent.type(await screen.findByLabelText("E-mail"), "minseo@example.org");
  await userEvent.type(screen.getByLabelText("Password"), "a long enough passphrase");
  await userEvent.click(screen.getByRole("button", { name: "Sign in" }));
  const code = await screen.findByLabelText("Code");
  expect(document.activeElement).toBe(code);
  expect(screen.queryByRole("alert")).toBeNull();
  await userEvent.type(code, "000000{Enter}");
  expect((await screen.findByRole("alert")).textContent).toContain("This code is not right.");
  await userEvent.clear(code);
  await userEvent.type(code, "123456{Enter}");
  await waitFor(() => {
    expect(sent.at(-1)).toEqual({
      way: "POST /api/token",
      body: { username: "minseo@example.org", password: "a long enough passphrase", code: "123456" },
    });
  });
});
