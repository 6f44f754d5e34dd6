import { beforeAll, describe, expect, it } from "vitest";

import { startI18n } from "@/i18n";

import { languageOf } from "./language";

beforeAll(() => startI18n("en"));

describe("the language of an invitation", () => {
  it("is the recruiter's own where the posting offers it, and else one that it offers", () => {
    expect(languageOf({ languages: ["ko", "en"] })).toBe("en");
    expect(languageOf({ languages: ["ko"] })).toBe("ko");
  });
});
