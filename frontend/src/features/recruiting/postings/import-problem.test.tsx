import { render, screen } from "@testing-library/react";
import { beforeAll, describe, expect, it } from "vitest";

import { startI18n } from "@/i18n";
import { loadTexts } from "@/i18n/load";
import { ApiError, UnreachableError } from "@/lib/errors";

import { ImportProblem } from "./import-problem";

beforeAll(async () => {
  await startI18n("en");
  await loadTexts("postings");
});

describe("a file that is refused", () => {
  it("shows what is wrong at which place, and where the whole file is, no place", () => {
    const fields = { "plan.2.slug": "Line 11: Not in the bank.", file: "Line 1: This is not YAML." };
    render(
      <ImportProblem
        error={new ApiError(422, { error: "PostingFileInvalid", detail: "No posting was made.", fields })}
      />,
    );
    const alert = screen.getByRole("alert");
    expect(alert.textContent).toContain("No posting was made.");
    const problems = screen.getAllByRole("listitem").map(({ textContent }) => textContent.trim());
    expect(problems).toEqual(["Line 11: Not in the bank. plan.2.slug", "Line 1: This is not YAML."]);
  });

  it("says what else went wrong without a list", () => {
    render(<ImportProblem error={new UnreachableError("no answer")} />);
    expect(screen.queryByRole("list")).toBeNull();
  });
});
