import { useState } from "react";
import { useTranslation } from "react-i18next";

import { submitReview, waiveReview, type InterviewToReview } from "@/client";
import { Failure } from "@/components/failure";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Spinner } from "@/components/ui/spinner";

import { BandChoice } from "./band-choice";
import { placeOf, placesToBand } from "./bands";
import { QuestionCard } from "./question-card";
import { useActOn } from "./queries";
import { ReasonForm } from "./reason-form";
import { useDraft } from "./use-draft";

/** The reviewer's own judgement, before anything else is to be seen. */
export function OwnBands({ review }: { review: InterviewToReview }) {
  const { t } = useTranslation("review");
  const path = { interview_id: review.interview_id };
  const { draft, give, flush, saving } = useDraft(review.interview_id, review.own?.bands ?? []);
  const submitting = useActOn(review.interview_id, async () => {
    await flush();
    return submitReview({ path });
  });
  const places = placesToBand(review.questions);
  const done = places.filter((place) => draft.has(place)).length;
  const error = submitting.error ?? saving.error;

  return (
    <div className="space-y-8">
      <Alert title={t("blind.title")}>
        <p>{t("blind.detail")}</p>
        <p className="text-muted">{t("blind.keys")}</p>
      </Alert>
      {review.questions.map((question) => (
        <QuestionCard
          key={question.number}
          question={question}
          language={review.language}
          quotes={[]}
          lit={null}
        >
          {question.text !== "" && (
            <div className="divide-y">
              {question.criteria.map((criterion) => (
                <BandChoice
                  key={criterion.slug}
                  question={question.number}
                  criterion={criterion}
                  language={review.language}
                  given={draft.get(placeOf(question.number, criterion.slug))}
                  onGive={give}
                  onNext={(place) => {
                    focusOn(places[places.indexOf(place) + 1]);
                  }}
                />
              ))}
            </div>
          )}
        </QuestionCard>
      ))}
      <Card className="space-y-5">
        <h2 className="text-title">{t("submit.title")}</h2>
        <p className="text-muted">{t("submit.detail")}</p>
        <Failure error={error} />
        <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
          <Button
            id="submit-review"
            aria-disabled={done < places.length || submitting.isPending || undefined}
            onClick={() => {
              if (!submitting.isPending && done === places.length) submitting.mutate(undefined);
              else focusOn(places.find((place) => !draft.has(place)));
            }}
          >
            {submitting.isPending && <Spinner />}
            {t("submit.action")}
          </Button>
          <p role="status" className="text-label text-muted figures">
            {t("submit.progress", { done, total: places.length })}
            {saving.isPending ? ` · ${t("submit.saving")}` : saving.isSuccess && ` · ${t("submit.saved")}`}
          </p>
        </div>
      </Card>
      {review.opened === null && <Waive interviewId={review.interview_id} />}
    </div>
  );
}

/** For those who will not review, but have to see. */
function Waive({ interviewId }: { interviewId: string }) {
  const { t } = useTranslation("review");
  const [isOpen, setIsOpen] = useState(false);
  const waiving = useActOn(interviewId, (reason: string) =>
    waiveReview({ path: { interview_id: interviewId }, body: { reason } }),
  );
  if (!isOpen) {
    return (
      <Button
        variant="link"
        size="inline"
        className="text-label"
        onClick={() => {
          setIsOpen(true);
        }}
      >
        {t("waive.open")}
      </Button>
    );
  }
  return (
    <Card className="max-w-reading space-y-5">
      <h2 className="text-title">{t("waive.title")}</h2>
      <p className="text-muted">{t("waive.detail")}</p>
      <ReasonForm
        label={t("reason")}
        action={t("waive.action")}
        acting={waiving}
        onReason={waiving.mutateAsync}
      />
    </Card>
  );
}

/** The chosen band of the criterion at `place`, or its first one; past the last, the button that submits. */
function focusOn(place: string | undefined): void {
  const bands = place === undefined ? null : document.querySelector(`[data-place="${CSS.escape(place)}"]`);
  const next =
    bands?.querySelector<HTMLElement>("input:checked") ??
    bands?.querySelector<HTMLElement>("input") ??
    document.getElementById("submit-review");
  next?.focus({ preventScroll: true });
  (bands ?? next)?.scrollIntoView({ block: "nearest" });
}
