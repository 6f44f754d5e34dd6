import type { TFunction } from "i18next";
import { useState, type SubmitEvent } from "react";

import { ApiError } from "@/lib/errors";

/** What the browser's own constraints say about an input; the server judges what they cannot. */
export type InvalidReason = "required" | "email" | "pattern" | { tooShort: number };

function invalidReason(input: HTMLInputElement): InvalidReason | undefined {
  const { validity } = input;
  if (validity.valueMissing) return "required";
  if (validity.tooShort) return { tooShort: input.minLength };
  if (validity.typeMismatch) return "email";
  if (validity.patternMismatch) return "pattern";
  return undefined;
}

/**
 * The errors of a form's inputs by their names. `check` judges a submitted form and moves the focus to the first
 * input that is wrong; it returns the values when none is.
 */
export function useFormErrors() {
  const [invalid, setInvalid] = useState<Record<string, InvalidReason>>({});

  function check(event: SubmitEvent<HTMLFormElement>): Record<string, string> | null {
    event.preventDefault();
    const inputs = [...event.currentTarget.elements].filter((element) => element instanceof HTMLInputElement);
    const wrong = inputs.flatMap((input) => {
      const reason = invalidReason(input);
      return reason === undefined ? [] : [{ input, reason }];
    });
    setInvalid(Object.fromEntries(wrong.map(({ input, reason }) => [input.name, reason])));
    wrong[0]?.input.focus();
    return wrong.length > 0 ? null : Object.fromEntries(inputs.map((input) => [input.name, input.value]));
  }

  /** The message for one input, from the browser's judgement or the server's. */
  function message(name: string, serverError: unknown, t: TFunction<"auth">): string | undefined {
    const reason = invalid[name];
    if (typeof reason === "object") return t("invalid.tooShort", { count: reason.tooShort });
    if (reason !== undefined) return t(`invalid.${reason}`);
    if (serverError instanceof ApiError && serverError.fields.includes(name)) return t("invalid.refused");
    return undefined;
  }

  return { check, message };
}
