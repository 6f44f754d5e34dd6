import type { UseMutationResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { CopyLink } from "@/components/copy-link";
import { Failure } from "@/components/failure";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Spinner } from "@/components/ui/spinner";

interface CreationFormProps<Made> {
  creating: UseMutationResult<Made, Error, void>;
  /** Whether what its fields say can be made. */
  isComplete: boolean;
  submit: string;
  /** What was made: its secret is shown this once. */
  tell: (made: Made) => { title: string; label: string; secret: string };
  /** The fields. */
  children: ReactNode;
}

/** Makes something that has a secret, and shows it. */
export function CreationForm<Made>({
  creating,
  isComplete,
  submit,
  tell,
  children,
}: CreationFormProps<Made>) {
  const { t } = useTranslation("integrations");
  const made = creating.data && tell(creating.data);
  return (
    <>
      <Card>
        <form
          className="space-y-5"
          onSubmit={(event) => {
            event.preventDefault();
            creating.mutate();
          }}
        >
          {children}
          <Failure error={creating.error} />
          <Button type="submit" disabled={creating.isPending || !isComplete}>
            {creating.isPending && <Spinner />}
            {submit}
          </Button>
        </form>
      </Card>
      {made && (
        <Alert role="status" title={made.title}>
          <p className="mb-4">{t("once")}</p>
          <CopyLink label={made.label} link={made.secret} />
        </Alert>
      )}
    </>
  );
}
