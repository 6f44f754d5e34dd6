import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Spinner } from "@/components/ui/spinner";
import { describeError } from "@/lib/errors";

import { answersQuery } from "./queries";

/** Looks through what candidates have answered. */
export function AnswerSearch({ organisationId }: { organisationId: string }) {
  const { t } = useTranslation("candidates");
  const { t: common } = useTranslation();
  const [typed, setTyped] = useState("");
  const [sought, setSought] = useState("");
  const { data, error, isFetching } = useQuery(answersQuery(organisationId, sought));
  return (
    <section aria-labelledby="search" className="space-y-4">
      <h2 id="search" className="text-title">
        {t("search.title")}
      </h2>
      <form
        role="search"
        className="flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          setSought(typed.trim());
        }}
      >
        <div className="min-w-0 flex-1 basis-72">
          <Field
            label={t("search.label")}
            hint={t("search.hint")}
            type="search"
            maxLength={300}
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
            }}
          />
        </div>
        <Button type="submit" className="mb-6 h-12">
          {isFetching ? <Spinner /> : <Search aria-hidden />}
          {t("search.submit")}
        </Button>
      </form>
      {error !== null && (
        <Alert tone="danger" role="alert">
          {describeError(error, common)}
        </Alert>
      )}
      <p role="status" className={data?.found.length === 0 ? "text-muted" : "sr-only"}>
        {data !== undefined && t("search.found", { count: data.found.length })}
      </p>
      {data !== undefined && data.found.length > 0 && (
        <ul className="divide-y rounded-card glass">
          {data.found.map((answer) => (
            <li key={`${answer.interview_id}-${answer.turn}`} className="space-y-2 px-6 py-5">
              <p className="text-label">
                <span className="font-semibold">{answer.name}</span>
                <span className="text-muted"> · {answer.job_posting}</span>
              </p>
              <p className="text-label text-muted" lang={answer.language}>
                {answer.question}
              </p>
              <blockquote className="border-l-3 border-accent pl-4 wrap-anywhere" lang={answer.language}>
                {answer.quote}
              </blockquote>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
