import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { PassagesFound } from "@/client";
import { Failure } from "@/components/failure";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Spinner } from "@/components/ui/spinner";

import { InterviewLink } from "../interview-link";
import { passagesQuery } from "./queries";

/** Looks through what candidates have answered, and written in résumés that they added. */
export function PassageSearch({ organisationId }: { organisationId: string }) {
  const { t } = useTranslation("candidates");
  const { t: common } = useTranslation();
  const [typed, setTyped] = useState("");
  const [sought, setSought] = useState("");
  const { data, error, isFetching } = useQuery(passagesQuery(organisationId, sought));
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
      <Failure error={error} />
      <p role="status" className={data?.found.length === 0 ? "text-muted" : "sr-only"}>
        {data !== undefined && t("search.found", { count: data.found.length })}
      </p>
      {data !== undefined && data.found.length > 0 && (
        <ul className="divide-y rounded-card glass">
          {data.found.map((passage, place) => (
            <li key={place} className="space-y-2 px-6 py-5">
              <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-label">
                <Badge tone={passage.kind === "resume" ? "accent" : "neutral"}>
                  {t(`search.kind.${passage.kind}`)}
                </Badge>
                <span>
                  <InterviewLink interviewId={passage.interview_id} candidate={passage.name} />
                  <span className="text-muted"> · {passage.job_posting}</span>
                </span>
              </p>
              <Where passage={passage} />
              <blockquote className="border-l-3 border-accent pl-4 wrap-anywhere" lang={passage.language}>
                {passage.quote}
              </blockquote>
              {passage.kind === "answer" && passage.is_corrected && (
                <p className="text-caption text-muted">{common("correction.has")}</p>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** What was asked, or the part of the résumé. */
function Where({ passage }: { passage: PassagesFound["found"][number] }) {
  const { t } = useTranslation("resumes");
  if (passage.kind === "resume" && passage.heading === null)
    return <p className="text-label text-muted">{t(`kind.${passage.section}`)}</p>;
  return (
    <p className="text-label text-muted" lang={passage.language}>
      {passage.kind === "resume" ? passage.heading : passage.question}
    </p>
  );
}
