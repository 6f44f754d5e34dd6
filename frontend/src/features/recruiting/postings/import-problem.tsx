import { useTranslation } from "react-i18next";

import { Alert } from "@/components/ui/alert";
import { ApiError, describeError } from "@/lib/errors";

/** Why no posting came of a file: what is wrong on which line. */
export function ImportProblem({ error }: { error: Error }) {
  const { t } = useTranslation("postings");
  const { t: common } = useTranslation();
  const problems = error instanceof ApiError ? Object.entries(error.problems) : [];
  return (
    <Alert tone="danger" role="alert" title={t("import.refused")} className="mb-6">
      <p>{describeError(error, common)}</p>
      {problems.length > 0 && (
        <ul className="mt-3 list-disc space-y-1 pl-5 figures">
          {problems.map(([place, problem]) => (
            <li key={place} className="wrap-anywhere">
              {problem} {place !== "file" && <code className="font-mono text-caption">{place}</code>}
            </li>
          ))}
        </ul>
      )}
    </Alert>
  );
}
