import { useState } from "react";
import { useTranslation } from "react-i18next";

import { overrideBand, type CriterionJudgement, type InterviewToReview, type OpenedReview } from "@/client";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Choice } from "@/components/ui/choice";
import { Criterion } from "@/features/report/criterion";
import type { Quote } from "@/features/report/quotes";
import { useFocus } from "@/lib/use-focus";
import { cn } from "@/lib/cn";

import { BANDS } from "./bands";
import { useActOn } from "./queries";
import { ReasonForm } from "./reason-form";

interface JudgedCriterionProps {
  review: InterviewToReview;
  opened: OpenedReview;
  question: number;
  judgement: CriterionJudgement;
  quotes: readonly Quote[];
  lit: string | null;
  onLight: (id: string) => void;
}

/** The automatic judgement with its quotes, and beside it what people gave, differences marked. */
export function JudgedCriterion({
  review,
  opened,
  question,
  judgement,
  quotes,
  lit,
  onLight,
}: JudgedCriterionProps) {
  const { t } = useTranslation("review");
  const [isOverriding, setIsOverriding] = useState(false);
  const counting = opened.overrides.find(
    (one) => one.counts && one.question === question && one.criterion === judgement.criterion,
  );
  return (
    <div className="space-y-5 py-7 first:pt-0 last:pb-0">
      <Criterion
        judgement={judgement}
        turn={question}
        language={review.language}
        quotes={quotes}
        lit={lit}
        onLight={onLight}
      />
      <PeoplesBands review={review} opened={opened} question={question} judgement={judgement} />
      {counting?.to_band != null && (
        <div className="space-y-1 rounded-panel border border-accent bg-accent-soft px-5 py-4 text-label">
          <p className="font-semibold">
            {t("override.stands", {
              from: bandName(counting.from_band, t("cannotJudge")),
              to: counting.to_band,
              by: counting.by ?? t("erased"),
            })}
          </p>
          <p className="whitespace-pre-line">{counting.reason}</p>
        </div>
      )}
      {isOverriding ? (
        <OverrideForm
          interviewId={review.interview_id}
          question={question}
          judgement={judgement}
          isOverridden={counting?.to_band != null}
          onEnd={() => {
            setIsOverriding(false);
          }}
        />
      ) : (
        <Button
          variant="link"
          size="inline"
          className="text-label"
          aria-label={t("override.openOf", { criterion: judgement.name })}
          onClick={() => {
            setIsOverriding(true);
          }}
        >
          {t("override.open")}
        </Button>
      )}
    </div>
  );
}

type PeoplesBandsProps = Pick<JudgedCriterionProps, "review" | "opened" | "question" | "judgement">;

function PeoplesBands({ review, opened, question, judgement }: PeoplesBandsProps) {
  const { t } = useTranslation("review");
  const submitted = review.own?.submitted_at == null ? [] : [{ ...review.own, reviewer: t("you") }];
  const given = [...submitted, ...opened.reviews]
    .filter(({ plan_version }) => plan_version === review.plan_version)
    .flatMap(({ reviewer, bands }) =>
      bands
        .filter((band) => band.question === question && band.criterion === judgement.criterion)
        .map((band) => ({ ...band, reviewer: reviewer ?? t("erased") })),
    );
  if (given.length === 0) return null;
  return (
    <div className="space-y-2">
      <h5 className="text-caption font-semibold text-muted">{t("people")}</h5>
      <ul className="space-y-2">
        {given.map((band, index) => {
          const difference =
            band.band === null || judgement.band === null ? null : Math.abs(band.band - judgement.band);
          return (
            <li
              key={index}
              className={cn(
                "rounded-control border px-4 py-2.5 text-label",
                difference !== null && difference > 0 ? "border-caution bg-caution-soft" : "border-line",
              )}
            >
              <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span className="font-semibold">{band.reviewer}</span>
                <span className="figures">{bandName(band.band, t("cannotJudge"))}</span>
                {difference !== null && difference > 0 && (
                  <Badge tone="caution">{t("differs", { count: difference })}</Badge>
                )}
              </p>
              {band.note !== "" && <p className="whitespace-pre-line text-muted">{band.note}</p>}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

interface OverrideFormProps {
  interviewId: string;
  question: number;
  judgement: CriterionJudgement;
  isOverridden: boolean;
  onEnd: () => void;
}

function OverrideForm({ interviewId, question, judgement, isOverridden, onEnd }: OverrideFormProps) {
  const { t } = useTranslation("review");
  const [band, setBand] = useState<number | null | undefined>();
  const first = useFocus<HTMLInputElement>();
  const overriding = useActOn(interviewId, (body: { to_band: number | null; reason: string }) =>
    overrideBand({
      path: { interview_id: interviewId },
      body: { question, criterion: judgement.criterion, ...body },
    }),
  );
  return (
    <div className="rounded-panel bg-sunken p-5">
      <ReasonForm
        label={t("reason")}
        hint={t("override.hint")}
        action={t("override.action")}
        acting={overriding}
        isReady={band !== undefined}
        onReason={(reason) => overriding.mutateAsync({ to_band: band ?? null, reason }).then(onEnd)}
        leave={
          <Button variant="quiet" onClick={onEnd}>
            {t("leave")}
          </Button>
        }
      >
        <fieldset className="min-w-0 space-y-2">
          <legend className="text-label font-semibold">{t("override.band")}</legend>
          <div className="flex flex-wrap gap-2">
            {BANDS.map((value, index) => (
              <Choice
                key={value}
                ref={index === 0 ? first : undefined}
                name={`override-${question}-${judgement.criterion}`}
                checked={band === value}
                onChange={() => {
                  setBand(value);
                }}
              >
                <span className="figures">{value}</span>
              </Choice>
            ))}
            {isOverridden && (
              <Choice
                name={`override-${question}-${judgement.criterion}`}
                checked={band === null}
                onChange={() => {
                  setBand(null);
                }}
              >
                {t("override.withdraw")}
              </Choice>
            )}
          </div>
        </fieldset>
      </ReasonForm>
    </div>
  );
}

function bandName(band: number | null, unmeasured: string): string {
  return band === null ? unmeasured : band.toString();
}
