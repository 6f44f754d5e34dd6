import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, expect, it, vi } from "vitest";

import { loadTexts } from "@/i18n/load";

import { Tour } from "./tour";

beforeAll(() => loadTexts("room"));

function show(changes: Partial<Parameters<typeof Tour>[0]> = {}) {
  const onClose = vi.fn();
  render(<Tour isOpen isSpoken mayType onClose={onClose} {...changes} />);
  return onClose;
}

async function walk(): Promise<string[]> {
  const said: string[] = [];
  await waitFor(() => {
    expect(document.activeElement?.textContent).toBe("Next");
  });
  for (;;) {
    said.push(screen.getByRole("dialog").querySelector("[aria-live=polite]")?.textContent ?? "");
    if (screen.queryByRole("button", { name: "Next" }) === null) return said;
    // The focus begins on the button that leads on, and stays there.
    await userEvent.keyboard("{Enter}");
  }
}

it.each([
  [{}, ["The question", "You see that you are heard", "You set the pace", "Typing works", "You can leave"]],
  [{ mayType: false }, ["The question", "You see that you are heard", "You set the pace", "You can leave"]],
  [{ isSpoken: false }, ["The question", "You type your answers", "You can leave"]],
])("tells of what there is in an interview that is %j, by Enter alone", async (changes, titles) => {
  const onClose = show(changes);
  const said = await walk();
  expect(said).toHaveLength(titles.length);
  said.forEach((text, index) => {
    expect(text).toContain(`${index + 1} of ${titles.length}`);
    expect(text).toContain(titles[index]);
  });
  expect(onClose).not.toHaveBeenCalled();
  await userEvent.keyboard("{Enter}");
  expect(onClose).toHaveBeenCalledOnce();
});

it("is skipped by one key", async () => {
  const onClose = show();
  await userEvent.keyboard("{Escape}");
  expect(onClose).toHaveBeenCalledOnce();
});

it("leads back as well", async () => {
  show();
  await userEvent.click(screen.getByRole("button", { name: "Next" }));
  await userEvent.click(screen.getByRole("button", { name: "Back" }));
  expect(screen.getByText("1 of 5")).toBeTruthy();
});
