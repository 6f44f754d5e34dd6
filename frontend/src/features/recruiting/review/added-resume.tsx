import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { readSharedResume } from "@/client";
import { Failure } from "@/components/failure";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Spinner } from "@/components/ui/spinner";
import { currentLanguage } from "@/i18n";
import { formatDate } from "@/lib/format";

/** The résumé that the candidate added. Reading it is logged as a view, so it is read when it is asked for. */
export function AddedResume({ interviewId }: { interviewId: string }) {
  const { t } = useTranslation("review");
  const { t: ofResumes } = useTranslation("resumes");
  const [isOpen, setOpen] = useState(false);
  const { data: resume, error } = useQuery({
    queryKey: ["interviews", interviewId, "resume"],
    queryFn: ({ signal }) => readSharedResume({ path: { interview_id: interviewId }, signal }),
    enabled: isOpen,
    staleTime: Infinity,
    retry: false,
  });
  return (
    <Card className="space-y-5">
      <h2 className="text-title">{t("resume.title")}</h2>
      <p className="max-w-reading text-muted">{t("resume.lead")}</p>
      <Button
        variant="outline"
        aria-expanded={isOpen}
        onClick={() => {
          setOpen(!isOpen);
        }}
      >
        {t(isOpen ? "resume.close" : "resume.open")}
      </Button>
      {isOpen && <Failure error={error} />}
      {isOpen && error === null && (
        <div role="status">
          {resume === undefined ? (
            <Spinner />
          ) : (
            <p className="text-label wrap-anywhere text-muted figures">
              {[
                resume.file_name,
                resume.target_role,
                t("resume.added", { date: formatDate(resume.added_at, currentLanguage()) }),
              ]
                .filter((part) => part !== null)
                .join(" · ")}
            </p>
          )}
        </div>
      )}
      {isOpen && resume !== undefined && (
        <div className="space-y-6" lang={resume.language ?? undefined}>
          {resume.sections.map(({ kind, heading, text }, position) => (
            <section key={position} className="space-y-2">
              <h3 className="font-semibold" lang={heading === null ? currentLanguage() : undefined}>
                {heading ?? ofResumes(`kind.${kind}`)}
              </h3>
              <p className="max-w-reading text-label wrap-anywhere whitespace-pre-line">{text}</p>
            </section>
          ))}
        </div>
      )}
    </Card>
  );
}
