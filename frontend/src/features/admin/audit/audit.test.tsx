import { render, screen } from "@testing-library/react";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";

import type { AuditEntryOut } from "@/client";
import { i18n, startI18n } from "@/i18n";
import { loadTexts } from "@/i18n/load";

import openapi from "../../../../openapi.json";
import { AuditList } from "./audit-list";
import { filtersOf, readSearch } from "./search";

const entry: AuditEntryOut = {
  id: "01930000-0000-7000-8000-000000000001",
  at: "2026-11-21T01:00:00Z",
  actor: { id: "01930000-0000-7000-8000-00000000000a", role: "admin", name: "Kim Haneul" },
  organisation_id: null,
  action: "user.role_changed",
  subject: { kind: "user", id: "01930000-0000-7000-8000-00000000000b", name: "Lee Seojun" },
  details: { from: "candidate", to: "recruiter" },
};

function sentence(changes: Partial<AuditEntryOut> = {}): string | null | undefined {
  const { container, unmount } = render(
    <AuditList entries={[{ ...entry, ...changes }]} onNarrow={vi.fn()} />,
  );
  const said = container.querySelector("li p")?.textContent;
  unmount();
  return said;
}

beforeAll(async () => {
  await startI18n("en");
  await loadTexts("admin", "audit");
});

afterEach(() => i18n.changeLanguage("en"));

describe("an entry of the audit log", () => {
  it("is a sentence in both languages", async () => {
    expect(sentence()).toBe("Kim Haneul changed the role of Lee Seojun from Candidate to Recruiter.");
    await i18n.changeLanguage("ko");
    expect(sentence()).toBe("Kim Haneul 님이 Lee Seojun 님의 역할을 지원자에서 채용 담당자로 바꿨습니다.");
  });

  it("tells of those who were erased, and of the platform, without a name", () => {
    const erased = { ...entry.actor, name: null };
    const subject = { ...entry.subject, name: null };
    expect(sentence({ actor: erased, subject, action: "user.deactivated" })).toBe(
      "An erased account deactivated the account of an erased account.",
    );
    expect(sentence({ actor: { id: null, role: "platform", name: null } })).toMatch(/^The platform/);
  });

  it("knows of who opened a link that they had it", () => {
    const link = { id: "01930000-0000-7000-8000-00000000000e", role: "link", name: null } as const;
    const subject = { kind: "share", id: link.id, name: null };
    expect(sentence({ actor: link, action: "share.opened", subject })).toBe(
      "Somebody with the link read a shared report.",
    );
  });

  it("says which way something was switched, and names work as the pages do", () => {
    const subject = { kind: "model_server", id: null, name: null };
    expect(sentence({ action: "gpu.toggled", subject, details: { enabled: false } })).toMatch(/off\.$/);
    const job = { kind: "job", id: "1", name: "tasks.resume.parse" };
    expect(sentence({ action: "job.requeued", subject: job })).toBe(
      "Kim Haneul began the work “Read résumés” again.",
    );
  });

  it("that the pages have no words for is named by its code", () => {
    expect(sentence({ action: "moon.landed", subject: { kind: "moon", id: "1", name: null } })).toBe(
      "Kim Haneul: moon.landed (moon 1)",
    );
  });

  it.each(["ko", "en"])("has words for every action that there is, in %s", async (language) => {
    await i18n.changeLanguage(language);
    const unsaid = openapi.components.schemas.AuditAction.enum.flatMap((action) =>
      ["sentence", "label"]
        .map((part) => `${part}.${action}`)
        .filter((key) => !i18n.exists(key, { ns: "audit" })),
    );
    expect(unsaid).toEqual([]);
  });

  it("leads to more of its kind", () => {
    const onNarrow = vi.fn();
    render(<AuditList entries={[entry]} onNarrow={onNarrow} />);
    screen.getByRole("button", { name: /Only what they did: Kim Haneul/ }).click();
    screen.getByRole("button", { name: /Only what was done to this/ }).click();
    expect(onNarrow.mock.calls).toEqual([
      [{ actor_id: entry.actor.id }],
      [{ subject: "user", subject_id: entry.subject.id }],
    ]);
  });
});

describe("the address of the page", () => {
  it("admits days, and asks the API for all of the last one", () => {
    const search = readSearch({ since: "2026-11-01", until: "2026-11-30", actor_id: "", action: 3 });
    expect(search).toEqual({ since: "2026-11-01", until: "2026-11-30" });
    const { since, until } = filtersOf(search);
    expect(Date.parse(String(until)) - Date.parse(String(since))).toBe(30 * 24 * 60 * 60 * 1000);
  });

  it("leaves out what is no day", () => {
    expect(readSearch({ since: "yesterday", until: "2026-13-01" })).toEqual({});
  });
});
