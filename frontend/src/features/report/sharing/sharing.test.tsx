import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import type { ShareOut } from "@/client";
import * as api from "@/client";
import { loadTexts } from "@/i18n/load";
import { ApiError } from "@/lib/errors";
import { createQueryClient } from "@/lib/query";

import { ShareReport } from "./share-report";

vi.mock("@/client", async (original) => ({
  ...(await original()),
  listShares: vi.fn(),
  makeShare: vi.fn(),
  revokeShare: vi.fn(),
}));
const [listShares, makeShare, revokeShare] = [
  vi.mocked(api.listShares),
  vi.mocked(api.makeShare),
  vi.mocked(api.revokeShare),
];

const INTERVIEW = "01930000-0000-7000-8000-0000000000a1";
const share: ShareOut = {
  id: "01930000-0000-7000-8000-0000000000f1",
  state: "working",
  parts: ["scores", "words"],
  name: "Minseo",
  created_at: "2026-11-20T08:00:00Z",
  expires_at: "2026-11-27T08:00:00Z",
  opened: 2,
  last_opened_at: "2026-11-21T08:00:00Z",
};

async function openDialog() {
  const user = userEvent.setup();
  render(
    <QueryClientProvider client={createQueryClient()}>
      <ShareReport interviewId={INTERVIEW} />
    </QueryClientProvider>,
  );
  await user.click(screen.getByRole("button", { name: "Share" }));
  return { user, dialog: within(await screen.findByRole("dialog", { name: "Share this report" })) };
}

beforeAll(() => loadTexts("sharing"));
beforeEach(() => {
  vi.resetAllMocks();
  listShares.mockResolvedValue([]);
});

describe("sharing a report", () => {
  it("asks for what was chosen, and shows the whole link, which comes as a path", async () => {
    makeShare.mockResolvedValue({ share, link: "/shared#a-token" });
    const { user, dialog } = await openDialog();
    await user.click(dialog.getByRole("checkbox", { name: "Advice" }));
    await user.click(dialog.getByRole("radio", { name: "30 days" }));
    await user.type(dialog.getByRole("textbox", { name: "Name to show (optional)" }), " Minseo ");
    await user.click(dialog.getByRole("button", { name: "Make the link" }));
    const link: HTMLInputElement = await dialog.findByRole("textbox", { name: "Link to share" });
    expect(link.value).toBe(`${location.origin}/shared#a-token`);
    expect(makeShare.mock.calls).toEqual([
      [
        {
          path: { interview_id: INTERVIEW },
          body: { parts: ["scores", "coaching"], days: 30, name: "Minseo" },
        },
      ],
    ]);
  });

  it("makes no link that shows nothing, and none with a name that is not wanted", async () => {
    makeShare.mockRejectedValue(
      new ApiError(409, { error: "TooManyShares", detail: "Stop sharing one of them.", fields: {} }),
    );
    const { user, dialog } = await openDialog();
    const make: HTMLButtonElement = dialog.getByRole("button", { name: "Make the link" });
    await user.click(dialog.getByRole("checkbox", { name: "Scores" }));
    expect(make.disabled).toBe(true);
    await user.click(dialog.getByRole("checkbox", { name: "Scores" }));
    await user.click(make);
    expect((await dialog.findByRole("alert")).textContent).toBe("Stop sharing one of them.");
    expect(makeShare.mock.calls[0]?.[0].body.name).toBeNull();
    expect(dialog.queryByRole("textbox", { name: "Link to share" })).toBeNull();
  });

  it("lists links with how often they were opened, and ends one at once", async () => {
    const expired: ShareOut = { ...share, id: "2", state: "expired", opened: 0, last_opened_at: null };
    listShares.mockResolvedValueOnce([share, expired]);
    listShares.mockResolvedValue([{ ...share, state: "revoked" }, expired]);
    revokeShare.mockResolvedValue(undefined);
    const { user, dialog } = await openDialog();
    const [working, ended] = await dialog.findAllByRole("listitem");
    expect(working?.textContent).toMatch(/Scores · Answers · as “Minseo”.*Opened 2 times, last on 21 Nov/);
    expect(ended?.textContent).toMatch(/Nobody has opened it yet.*Expired/);
    await user.click(dialog.getByRole("button", { name: /^Stop sharing the link made/ }));
    expect(await dialog.findByText("Stopped")).toBeTruthy();
    expect(revokeShare.mock.calls[0]?.[0].path).toEqual({ interview_id: INTERVIEW, share_id: share.id });
    expect(document.activeElement?.textContent).toBe("Links so far");
  });

  it("gives the focus back to the button that opened it", async () => {
    const { user } = await openDialog();
    await user.keyboard("{Escape}");
    await vi.waitFor(() => {
      expect(document.activeElement?.textContent).toBe("Share");
    });
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});
