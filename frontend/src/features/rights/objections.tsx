import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { objectToInterview, type ObjectionKind } from "@/client";
import { SaveRow } from "@/components/save-row";
import { Choice } from "@/components/ui/choice";
import { TextField } from "@/components/ui/text-field";
import { currentLanguage } from "@/i18n";
import { formatDate } from "@/lib/format";

import { Due } from "./due";
import { ownObjectionsQuery } from "./queries";

const KINDS = ["objection", "human_review"] as const satisfies ObjectionKind[];
const MOST = 2000;

/** What the candidate has objected to or asked for, with the answers, and the form for more. */
export function Objections({ interviewId, isOver }: { interviewId: string; isOver: boolean }) {
  const { t } = useTranslation("rights");
  const { data: objections } = useSuspenseQuery(ownObjectionsQuery(interviewId));
  return (
    <div className="space-y-8">
      {objections.length > 0 && (
        <ul className="space-y-4">
          {objections.map((objection) => (
            <li key={objection.id} className="space-y-3 rounded-panel border bg-raised p-5">
              <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span className="font-semibold">{t(`objections.${objection.kind}`)}</span>
                <span className="text-caption text-muted figures">
                  {t("objections.madeOn", { date: formatDate(objection.created_at, currentLanguage()) })}
                </span>
                <Due objection={objection} />
              </p>
              <p className="wrap-anywhere whitespace-pre-line">{objection.text}</p>
              {objection.answer !== null && (
                <div className="space-y-1 border-t pt-3">
                  <h3 className="text-caption font-semibold text-muted">{t("objections.answer")}</h3>
                  <p className="wrap-anywhere whitespace-pre-line">{objection.answer}</p>
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      {isOver ? <ObjectionForm interviewId={interviewId} /> : <p>{t("objections.notYet")}</p>}
    </div>
  );
}

function ObjectionForm({ interviewId }: { interviewId: string }) {
  const { t } = useTranslation("rights");
  const queryClient = useQueryClient();
  const [kind, setKind] = useState<ObjectionKind>("objection");
  const [text, setText] = useState("");
  const sending = useMutation({
    mutationFn: () => objectToInterview({ path: { interview_id: interviewId }, body: { kind, text } }),
    onSuccess: async () => {
      setText("");
      await queryClient.invalidateQueries(ownObjectionsQuery(interviewId));
    },
  });
  return (
    <form
      className="space-y-5"
      onSubmit={(event) => {
        event.preventDefault();
        sending.mutate();
      }}
    >
      <fieldset className="space-y-3">
        <legend className="mb-2 text-label font-semibold">{t("objections.kind")}</legend>
        <div role="radiogroup" aria-label={t("objections.kind")} className="grid gap-3 sm:grid-cols-2">
          {KINDS.map((one) => (
            <Choice
              key={one}
              name="kind"
              value={one}
              checked={kind === one}
              className="items-start"
              onChange={() => {
                setKind(one);
              }}
            >
              <span className="block font-semibold">{t(`objections.${one}`)}</span>
              <span className="text-caption text-muted">{t(`objections.${one}Detail`)}</span>
            </Choice>
          ))}
        </div>
      </fieldset>
      <TextField
        label={t("objections.text")}
        hint={t("objections.textHint")}
        required
        maxLength={MOST}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      <SaveRow saving={sending} save={t("objections.submit")} saved={t("objections.sent")} />
    </form>
  );
}
