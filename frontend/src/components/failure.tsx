import { useTranslation } from "react-i18next";

import { Alert } from "@/components/ui/alert";
import { describeError } from "@/lib/errors";

/** Why what was asked for was not done, once it was not. */
export function Failure({ error }: { error: Error | null }) {
  const { t } = useTranslation();
  if (error === null) return null;
  return (
    <Alert tone="danger" role="alert">
      {describeError(error, t)}
    </Alert>
  );
}
