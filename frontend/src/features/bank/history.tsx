import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";

import type { QuestionVersionOut } from "@/client";
import { ErrorPanel } from "@/components/error-panel";
import { Skeleton } from "@/components/ui/skeleton";
import { currentLanguage } from "@/i18n";
import { formatDateTime } from "@/lib/format";

import { changesBetween, type Change } from "./changes";
import { versionsQuery } from "./queries";
import { shownValue } from "./shown-value";

/** Every state that a question was in: who saved it, when, and what was otherwise before. */
export function History({ questionId }: { questionId: string }) {
  const { t } = useTranslation("bank");
  const { data: versions, error, refetch } = useQuery(versionsQuery(questionId));
  return (
    <section aria-labelledby="history" className="mt-16 space-y-5">
      <h2 id="history" className="text-title">
        {t("history.title")}
      </h2>
      {error !== null && (
        <ErrorPanel
          error={error}
          onRetry={() => {
            void refetch();
          }}
        />
      )}
      {versions === undefined && error === null && <Skeleton className="h-24 rounded-card" />}
      <ol className="space-y-3">
        {versions?.map((version, index) => (
          <li key={version.version}>
            <Version version={version} before={versions[index + 1]} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Version({
  version,
  before,
}: {
  version: QuestionVersionOut;
  before: QuestionVersionOut | undefined;
}) {
  const { t } = useTranslation("bank");
  const changes = before === undefined ? [] : changesBetween(before.question, version.question);
  return (
    <div className="space-y-3 rounded-panel p-5 glass">
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <span className="font-semibold figures">{t("version", { version: version.version })}</span>
        <span>{t(`history.${version.change}`)}</span>
        <span className="text-label text-muted figures">
          {formatDateTime(version.created_at, currentLanguage())}
          {version.changed_by !== null && ` · ${version.changed_by}`}
          {` · ${t("rubricVersion", { version: version.question.rubric.version })}`}
        </span>
      </p>
      {changes.length > 0 && (
        <details>
          <summary className="text-label text-accent">
            {t("history.changes", { count: changes.length })}
          </summary>
          <dl className="mt-3 space-y-4">
            {changes.map((change) => (
              <ChangedText key={change.path} change={change} />
            ))}
          </dl>
        </details>
      )}
    </div>
  );
}

function ChangedText({ change }: { change: Change }) {
  const { t } = useTranslation("bank");
  const { t: common } = useTranslation();
  const shown = (value: string) => shownValue(change.path, value, { t, common });
  return (
    <div className="space-y-1">
      <dt className="text-caption font-semibold text-muted">{pathName(change.path, t)}</dt>
      {change.before !== null && (
        <dd>
          <span className="sr-only">{t("history.before")}: </span>
          <del className="text-muted">{shown(change.before)}</del>
        </dd>
      )}
      {change.after !== null && (
        <dd>
          <span className="sr-only">{t("history.after")}: </span>
          <ins className="decoration-accent underline-offset-4">{shown(change.after)}</ins>
        </dd>
      )}
    </div>
  );
}

/** Where in a question a text stands, as the form names it. */
function pathName(path: string, t: TFunction<"bank">): string {
  return path
    .replace(/^rubric\./, "")
    .replace(/(criteria|bands|key_points)\.(\d+)/g, "$1 $2")
    .split(".")
    .map((step) => {
      const [name = step, index] = step.split(" ");
      // Bands count from 0, as they are scored.
      const number = name === "bands" ? Number(index) : Number(index) + 1;
      return t(`path.${name}` as "path.content", { number, defaultValue: name });
    })
    .join(" › ");
}
