import type { UseMutationResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Failure } from "@/components/failure";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";

import { useFormErrors } from "./form-errors";

interface DialogFormProps {
  sending: UseMutationResult<unknown, Error, Record<string, string>>;
  submit: string;
  onClose: () => void;
  /** Its inputs; `message` is what the browser finds wrong with one. What the server says stands below them. */
  fields: (message: (name: string) => string | undefined) => ReactNode;
}

/** What a dialog asks for before it does something, by the names of its inputs. */
export function DialogForm({ sending, submit, onClose, fields }: DialogFormProps) {
  const { t } = useTranslation("auth");
  const { t: common } = useTranslation();
  const { check, message } = useFormErrors();
  return (
    <form
      noValidate
      className="space-y-5"
      onSubmit={(event) => {
        const values = check(event);
        if (values && !sending.isPending) sending.mutate(values);
      }}
    >
      {fields((name) => (sending.error === null ? message(name, null, t) : undefined))}
      <Failure error={sending.error} />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" aria-disabled={sending.isPending || undefined}>
          {sending.isPending && <Spinner />}
          {submit}
        </Button>
        <Button variant="outline" onClick={onClose}>
          {common("cancel")}
        </Button>
      </div>
    </form>
  );
}
