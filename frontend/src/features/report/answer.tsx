import { ChevronDown, Keyboard, Mic } from "lucide-react";
import { useMemo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Language, ReportedAnswer, SharedAnswer, SoundTrouble } from "@/client";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/lib/cn";
import { formatScore } from "@/lib/format";

import { Criterion } from "./criterion";
import { InShort } from "./in-short";
import { Origin } from "./origin";
import { modelAnswerId, quotesOf, type Quote } from "./quotes";
import { Transcript, transcriptId } from "./transcript";
import { UnmeasuredReason } from "./unmeasured";

/** An answer of a report, or what its candidate shares of it: nobody else reads where the question came from. */
type ShownAnswer = SharedAnswer &
  Partial<Pick<ReportedAnswer, "origin" | "sound_troubles" | "judged_earlier">>;

interface AnswerProps {
  answer: ShownAnswer;
  /** Whether somebody else reads it. */
  isShared?: boolean;
  /** The interview's language, which need not be the page's. */
  language: Language;
  lit: string | null;
  onLight: (quoteId: string) => void;
  /** What was said at a moment that was chosen elsewhere. */
  moment?: Quote | null;
  /** What leads to correcting what was heard. */
  correction?: ReactNode;
  /** What else can be done about the question. */
  action?: ReactNode;
}

/** One question: what was said beside what is made of it. */
export function Answer({
  answer,
  isShared = false,
  language,
  lit,
  onLight,
  moment = null,
  correction,
  action,
}: AnswerProps) {
  const { t } = useTranslation("report");
  const { t: common } = useTranslation();
  const quotes = useMemo(() => quotesOf(answer), [answer]);
  const { text, follow_ups, evaluation, sound_troubles = [] } = answer;

  return (
    <section aria-labelledby={`question-${answer.turn}`} className="rounded-card p-6 glass sm:p-8 lg:p-10">
      <header className="mb-7 space-y-3">
        <p className="flex flex-wrap items-center gap-2">
          <Badge tone="accent">{t("questionNumber", { turn: answer.turn })}</Badge>
          <Badge>{common(`category.${answer.category}`)}</Badge>
          {evaluation?.score != null && (
            <Badge className="figures">{t("answerScore", { score: formatScore(evaluation.score) })}</Badge>
          )}
        </p>
        <h3 id={`question-${answer.turn}`} lang={language} className="max-w-4xl text-title">
          {answer.question}
        </h3>
        {answer.origin && <Origin origin={answer.origin} answer={answer} />}
        {action}
      </header>

      <div className={cn("grid gap-8 lg:gap-12", text !== null && "lg:grid-cols-[5fr_6fr]")}>
        {text !== null && (
          <Said answer={{ ...answer, text }} title={t(isShared ? "transcriptShared" : "transcript")}>
            <Transcript
              answer={{ text, corrected: answer.corrected, follow_ups }}
              language={language}
              quotes={moment === null ? quotes : [...quotes, moment]}
              lit={lit}
              label={t(isShared ? "transcriptOfShared" : "transcriptOf", { turn: answer.turn })}
              id={transcriptId(answer.turn)}
              className="max-h-[26dvh] lg:max-h-[58dvh]"
            />
            {correction}
          </Said>
        )}

        <div className="min-w-0 space-y-7">
          {sound_troubles.length > 0 && <SoundNote troubles={sound_troubles} />}
          {answer.unreliable_reason && (
            <UnreliableNotice reason={answer.unreliable_reason} isShared={isShared} />
          )}
          {evaluation !== null && answer.judged_earlier === true && (
            <Alert tone="caution" title={t("judgedEarlier.title")}>
              {t("judgedEarlier.detail")}
            </Alert>
          )}
          {evaluation === null && answer.reason !== null && (
            <Alert tone="caution" title={t("notEvaluated")}>
              <UnmeasuredReason reason={answer.reason} />
            </Alert>
          )}
          {evaluation !== null && (
            <div className="divide-y">
              {evaluation.summary && (
                <InShort
                  summary={evaluation.summary}
                  language={language}
                  quotes={quotes}
                  lit={lit}
                  onLight={onLight}
                />
              )}
              {evaluation.criteria.map((judgement) => (
                <Criterion
                  key={judgement.criterion}
                  judgement={judgement}
                  turn={answer.turn}
                  language={language}
                  quotes={quotes}
                  lit={lit}
                  onLight={onLight}
                />
              ))}
            </div>
          )}
          {answer.model_answer !== null && (
            <ModelAnswer turn={answer.turn} text={answer.model_answer} language={language} />
          )}
        </div>
      </div>
    </section>
  );
}

interface SaidProps {
  answer: Pick<ReportedAnswer, "text" | "source"> & Pick<SharedAnswer, "follow_ups">;
  title: string;
  children: React.ReactNode;
}

/** The transcript's place: it stays in view while the judgements are read. */
function Said({ answer, title, children }: SaidProps) {
  const { t } = useTranslation("report");
  const Icon = answer.source === "typed" ? Keyboard : Mic;
  return (
    <div className="sticky top-18 z-10 -mx-2 min-w-0 self-start rounded-panel border bg-raised px-5 py-4 lg:top-26 lg:mx-0 lg:px-6 lg:py-5 print:static">
      <h4 className="mb-2 flex items-center gap-2 text-caption font-semibold text-muted">
        {title}
        {answer.source !== null && (
          <span className="ml-auto inline-flex items-center gap-1.5 font-medium">
            <Icon aria-hidden className="size-4" />
            {t(answer.source === "typed" ? "typed" : "spoken")}
          </span>
        )}
      </h4>
      {answer.text === "" && answer.follow_ups.length === 0 ? (
        <p className="text-muted">{t(answer.source === null ? "noAnswer" : "empty")}</p>
      ) : (
        children
      )}
    </div>
  );
}

/** `reason` is a code of the recogniser; the notice says the same without one that has no words here. */
function UnreliableNotice({ reason, isShared }: { reason: string; isShared: boolean }) {
  const { t } = useTranslation("report");
  const known = t(`unreliable.reason.${reason as "engine_failed"}`, { defaultValue: "" });
  return (
    <Alert tone="caution" title={t("unreliable.title")}>
      <p>{t(isShared ? "unreliable.detailShared" : "unreliable.detail")}</p>
      {known !== "" && <p className="text-muted">{t("unreliable.given", { reason: known })}</p>}
    </Alert>
  );
}

/** What was wrong with the sound: where words were lost, this may be why. */
function SoundNote({ troubles }: { troubles: SoundTrouble[] }) {
  const { t } = useTranslation("report");
  return (
    <Alert title={t("sound.title")}>
      <p>{troubles.map((trouble) => t(`sound.${trouble}`)).join(" ")}</p>
    </Alert>
  );
}

function ModelAnswer({ turn, text, language }: { turn: number; text: string; language: Language }) {
  const { t } = useTranslation("report");
  return (
    <details className="group rounded-panel bg-sunken px-5 open:pb-5">
      <summary
        id={modelAnswerId(turn)}
        className="flex min-h-13 list-none items-center justify-between gap-3 rounded-panel text-label font-semibold [&::-webkit-details-marker]:hidden"
      >
        {t("modelAnswer")}
        <ChevronDown aria-hidden className="size-5 text-muted transition-[rotate] group-open:rotate-180" />
      </summary>
      <p lang={language} className="whitespace-pre-line">
        {text}
      </p>
    </details>
  );
}
