import { describe, expect, it } from "vitest";

const files = import.meta.glob<object>("./{ko,en}/*.json", { eager: true, import: "default" });

/** Dotted keys without plural endings, each with the names of its placeholders; "once" needs no number. */
function shape(tree: object, path = ""): string[] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) => {
    if (key.endsWith("_one")) return [];
    const name = `${path}${key.replace(/_other$/, "")}`;
    if (typeof value === "object" && value !== null) return shape(value, `${name}.`);
    const placeholders = [...String(value).matchAll(/{{(\w+)}}/g)].map(([, placeholder]) => placeholder);
    return [[name, ...placeholders.sort()].join(" ")];
  });
}

describe("translations", () => {
  const names = Object.keys(files).flatMap((path) => /ko\/(\w+)\.json/.exec(path)?.[1] ?? []);

  it.each(names)("says the same things in both languages: %s", (name) => {
    const [korean, english] = ["ko", "en"].map((language) => files[`./${language}/${name}.json`] ?? {});
    expect([...new Set(shape(english ?? {}))].sort()).toEqual([...new Set(shape(korean ?? {}))].sort());
  });
});
