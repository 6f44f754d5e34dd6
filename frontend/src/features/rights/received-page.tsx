import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";

import { answerObjection, type OrganisationOut, type ReceivedObjection } from "@/client";
import { SaveRow } from "@/components/save-row";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { RecruitingShell } from "@/features/recruiting/recruiting-shell";
import { currentLanguage } from "@/i18n";
import { formatDate } from "@/lib/format";

import { Due } from "./due";
import { receivedObjectionsQuery } from "./queries";

const MOST = 2000;

/** What candidates object to and ask for; recruiters and owners answer. */
export function ReceivedPage({ organisation }: { organisation: OrganisationOut }) {
  const { t } = useTranslation("rights");
  const { data: received } = useSuspenseQuery(receivedObjectionsQuery(organisation.id));
  const [letter, setLetter] = useState<boolean | null>(null);
  const open = received.filter(({ answered_at }) => answered_at === null);
  const answered = received.filter(({ answered_at }) => answered_at !== null);
  return (
    <RecruitingShell organisation={organisation} title={t("received.title")} lead={t("received.lead")}>
      <div className="space-y-10">
        <div role="status" className="empty:hidden">
          {letter !== null && <Alert>{t(letter ? "received.byLetter" : "received.noLetter")}</Alert>}
        </div>
        <section aria-labelledby="open" className="space-y-4">
          <h2 id="open" className="text-title">
            {t("received.open")}
          </h2>
          {open.length === 0 && <p className="text-muted">{t("received.none")}</p>}
          <ul className="space-y-5">
            {open.map((objection) => (
              <li key={objection.id}>
                <Received objection={objection}>
                  {organisation.role === "reviewer" ? (
                    <p className="text-muted">{t("received.needsRecruiter")}</p>
                  ) : objection.answerable ? (
                    <AnswerForm objection={objection} organisation={organisation} onAnswered={setLetter} />
                  ) : (
                    <Alert tone="caution">{t("received.needsReview")}</Alert>
                  )}
                </Received>
              </li>
            ))}
          </ul>
        </section>
        {answered.length > 0 && (
          <section aria-labelledby="answered" className="space-y-4">
            <h2 id="answered" className="text-title">
              {t("received.answered")}
            </h2>
            <ul className="space-y-5">
              {answered.map((objection) => (
                <li key={objection.id}>
                  <Received objection={objection}>
                    <h4 className="text-caption font-semibold text-muted">{t("received.answer")}</h4>
                    <p className="wrap-anywhere whitespace-pre-line">{objection.answer}</p>
                  </Received>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </RecruitingShell>
  );
}

function Received({ objection, children }: { objection: ReceivedObjection; children: React.ReactNode }) {
  const { t } = useTranslation("rights");
  const id = useId();
  return (
    <article aria-labelledby={id} className="space-y-4 rounded-card p-6 glass sm:p-8">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h3 id={id} className="text-lead font-semibold wrap-anywhere">
          {t(`objections.${objection.kind}`)} · {objection.posting_title}
        </h3>
        <span className="text-caption text-muted figures">
          {t("objections.madeOn", { date: formatDate(objection.created_at, currentLanguage()) })}
        </span>
        <Due objection={objection} />
        <Button
          variant="link"
          size="inline"
          className="text-label"
          render={
            <Link to="/recruiting/interviews/$interviewId" params={{ interviewId: objection.interview_id }} />
          }
        >
          {t("received.interview")}
        </Button>
      </header>
      <p className="wrap-anywhere whitespace-pre-line">{objection.text}</p>
      {children}
    </article>
  );
}

interface AnswerFormProps {
  objection: ReceivedObjection;
  organisation: OrganisationOut;
  /** With whether the candidate was written to. */
  onAnswered: (letter: boolean) => void;
}

function AnswerForm({ objection, organisation, onAnswered }: AnswerFormProps) {
  const { t } = useTranslation("rights");
  const queryClient = useQueryClient();
  const [text, setText] = useState("");
  const answering = useMutation({
    mutationFn: () => answerObjection({ path: { objection_id: objection.id }, body: { text } }),
    onSuccess: async ({ letter }) => {
      onAnswered(letter);
      await queryClient.invalidateQueries(receivedObjectionsQuery(organisation.id));
    },
  });
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        answering.mutate();
      }}
    >
      <TextField
        label={t("received.answer")}
        hint={t("received.answerHint")}
        required
        maxLength={MOST}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      <SaveRow saving={answering} save={t("received.send")} saved="" />
    </form>
  );
}
