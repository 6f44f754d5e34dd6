import { useEffect, type RefObject } from "react";

import { ApiError } from "@/lib/errors";

/** After a refusal a keyboard goes on at the first field that is wrong. */
export function useFocusOnProblem(form: RefObject<HTMLFormElement | null>, error: Error | null): void {
  useEffect(() => {
    if (!(error instanceof ApiError) || error.fields.length === 0) return;
    form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [form, error]);
}
