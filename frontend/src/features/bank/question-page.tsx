import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { WholeQuestion } from "@/client";
import { Page } from "@/components/page";
import { BackLink } from "@/components/page-header";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { currentLanguage } from "@/i18n";
import { isApiError } from "@/lib/errors";

import { draftOf, isSame, questionOf, type QuestionDraft } from "./draft";
import { History } from "./history";
import { LeaveGuard } from "./leave-guard";
import { problemsOf, questionQuery, useEdit } from "./queries";
import { QuestionActions } from "./question-actions";
import { QuestionForm } from "./question-form";
import { SaveBar } from "./save-bar";
import { useCheck } from "./use-check";
import { useFocusOnProblem } from "./use-focus-on-problem";

/** A question of the bank, to be changed. */
export function QuestionPage({ questionId }: { questionId: string }) {
  const { t } = useTranslation("bank");
  const { data } = useSuspenseQuery(questionQuery(questionId));
  // What somebody else saves meanwhile must not take the place of what is being written.
  const [seen, setSeen] = useState(data);
  const [draft, setDraft] = useState(() => draftOf(data.question));
  const show = (question: WholeQuestion) => {
    setSeen(question);
    setDraft(draftOf(question.question));
  };
  const queryClient = useQueryClient();
  const readAgain = () => queryClient.query({ ...questionQuery(questionId), staleTime: 0 });

  const saving = useEdit(questionId);
  const isUnsaved = !isSame(draft, draftOf(seen.question));
  const check = useCheck(draft, isUnsaved);
  const problems = isUnsaved ? { ...(saving.isError && problemsOf(saving.error)), ...check.problems } : {};
  const form = useRef<HTMLFormElement>(null);
  useFocusOnProblem(form, saving.error);
  const write = (changed: QuestionDraft) => {
    // A refusal was about what stood there before; the check says what is still wrong.
    if (isApiError(saving.error, "InvalidInput")) saving.reset();
    setDraft(changed);
  };
  const save = (version: number) => {
    saving.mutate({ version, question: questionOf(draft) }, { onSuccess: show });
  };

  return (
    <Page title={draft.content[currentLanguage()]}>
      <header className="mb-10 space-y-4">
        <BackLink to={<Link to="/admin/questions" />}>{t("title")}</BackLink>
        <h1 className="max-w-4xl text-headline">{seen.question.content[currentLanguage()]}</h1>
        <div className="flex flex-wrap items-center gap-3 text-label text-muted figures">
          <span>{seen.question.slug}</span>
          <Badge>{t("version", { version: seen.version })}</Badge>
          <Badge>{t("rubricVersion", { version: seen.question.rubric.version })}</Badge>
          {seen.is_own && <Badge tone="accent">{t(seen.is_shipped ? "changedHere" : "madeHere")}</Badge>}
          {!seen.is_active && <Badge tone="caution">{t("inactive")}</Badge>}
          <span>{t("used", { count: seen.usage_count })}</span>
        </div>
        <QuestionActions question={seen} isUnsaved={isUnsaved} onChange={show} />
      </header>
      <LeaveGuard isUnsaved={isUnsaved} />
      <form
        ref={form}
        noValidate
        className="space-y-10"
        onSubmit={(event) => {
          event.preventDefault();
          save(seen.version);
        }}
      >
        <QuestionForm value={draft} problems={problems} isNew={false} onChange={write} />
        <SaveBar
          saving={saving}
          isUnsaved={isUnsaved}
          problemCount={Object.keys(problems).length}
          checkError={check.error}
          save={t("save.save")}
          onDiscard={() => {
            saving.reset();
            show(seen);
          }}
        >
          {isApiError(saving.error, "QuestionChanged") && (
            <div className="mt-3 flex flex-wrap gap-3">
              <Button
                variant="outline"
                onClick={() => {
                  void readAgain().then(({ version }) => {
                    save(version);
                  });
                }}
              >
                {t("save.over")}
              </Button>
              <Button
                variant="outline"
                onClick={() => {
                  void readAgain().then((newest) => {
                    saving.reset();
                    show(newest);
                  });
                }}
              >
                {t("save.takeNewest")}
              </Button>
            </div>
          )}
        </SaveBar>
      </form>
      <History questionId={questionId} />
    </Page>
  );
}
