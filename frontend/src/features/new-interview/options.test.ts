import { describe, expect, it } from "vitest";

import { ApiError, UnreachableError } from "@/lib/errors";

import { fieldOf } from "./options";

function refused(error: string, fields: Record<string, string> = {}): ApiError {
  return new ApiError(409, { error, detail: "", fields });
}

describe("the field that a refusal is about", () => {
  it("is the number of questions where the bank has too few", () => {
    expect(fieldOf(refused("BankTooSmall"))).toBe("question_count");
  });

  it("is the résumé that is gone or has not been read", () => {
    expect(fieldOf(refused("ResumeNotFound"))).toBe("resume_id");
    expect(fieldOf(refused("ResumeNotRead"))).toBe("resume_id");
  });

  it("is the one that the server names", () => {
    expect(fieldOf(refused("InvalidInput", { position: "pattern" }))).toBe("position");
  });

  it("is none of them else", () => {
    expect(fieldOf(refused("TooManyRequests"))).toBeNull();
    expect(fieldOf(new UnreachableError("away"))).toBeNull();
    expect(fieldOf(null)).toBeNull();
  });
});
