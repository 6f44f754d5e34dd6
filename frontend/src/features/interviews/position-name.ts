import type { TFunction } from "i18next";

/** The name of a role; one that the product has no name for is shown as it was given. */
export function positionName(position: string, t: TFunction): string {
  return t(`position.${position}` as "position.backend", { defaultValue: position });
}
