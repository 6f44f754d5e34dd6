import { Link, useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { Page } from "@/components/page";
import { BackLink, PageHeader } from "@/components/page-header";

import { isSame, newQuestion, questionOf, type QuestionDraft } from "./draft";
import { LeaveGuard } from "./leave-guard";
import { problemsOf, useMake } from "./queries";
import { QuestionForm } from "./question-form";
import { SaveBar } from "./save-bar";
import { useCheck } from "./use-check";
import { useFocusOnProblem } from "./use-focus-on-problem";

/** Adds a question to the bank. */
export function NewQuestionPage() {
  const { t } = useTranslation("bank");
  const navigate = useNavigate();
  const [empty] = useState(newQuestion);
  const [draft, setDraft] = useState(empty);
  const making = useMake();
  // Before the first try everything is missing, and nobody needs to be told.
  const [isTried, setIsTried] = useState(false);
  const check = useCheck(draft, isTried);
  const problems = { ...problemsOf(making.error), ...check.problems };
  const isUnsaved = !isSame(draft, empty) && !making.isSuccess;
  const form = useRef<HTMLFormElement>(null);
  useFocusOnProblem(form, making.error);

  const write = (changed: QuestionDraft) => {
    // A refusal was about what stood there before; the check says what is still wrong.
    making.reset();
    setDraft(changed);
  };

  return (
    <Page title={t("new.title")}>
      <PageHeader
        back={<BackLink to={<Link to="/admin/questions" />}>{t("title")}</BackLink>}
        title={t("new.title")}
        lead={t("new.lead")}
      />
      <LeaveGuard isUnsaved={isUnsaved} />
      <form
        ref={form}
        noValidate
        className="space-y-10"
        onSubmit={(event) => {
          event.preventDefault();
          setIsTried(true);
          making.mutate(questionOf(draft), {
            onSuccess: ({ id }) => {
              void navigate({
                to: "/admin/questions/$questionId",
                params: { questionId: id },
                ignoreBlocker: true,
              });
            },
          });
        }}
      >
        <QuestionForm value={draft} problems={problems} isNew onChange={write} />
        <SaveBar
          saving={making}
          isUnsaved={isUnsaved}
          problemCount={Object.keys(problems).length}
          checkError={check.error}
          save={t("new.save")}
        />
      </form>
    </Page>
  );
}
