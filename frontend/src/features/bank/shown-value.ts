import type { TFunction } from "i18next";

import { positionName } from "@/features/interviews/position-name";
import { currentLanguage } from "@/i18n";
import { formatShare } from "@/lib/format";

interface Texts {
  t: TFunction<"bank">;
  common: TFunction;
}

/** What stands at a place of a question, as the form words it: choices by their names, everything else as it is. */
export function shownValue(path: string, value: string, { t, common }: Texts): string {
  switch (path.split(".").at(-1)) {
    case "category":
      return common(`category.${value}` as "category.technical", { defaultValue: value });
    case "difficulty":
      return t(`difficulty.${value}` as "difficulty.easy", { defaultValue: value });
    case "scenario":
      return t(`scenario.${value}` as "scenario.any", { defaultValue: value });
    case "positions":
      return value === ""
        ? t("history.everyPosition")
        : value
            .split(" · ")
            .map((position) => positionName(position, common))
            .join(" · ");
    case "area":
      return t(`area.${value}` as "area.technical", { defaultValue: value });
    case "weight":
      return formatShare(Number(value), currentLanguage());
    case "statement":
      return t(value === "true" ? "history.yes" : "history.no");
    default:
      return value;
  }
}
