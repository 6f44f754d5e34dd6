import type { EvidenceSpan, SharedAnswer, SharedReport, TiedRemark } from "@/client";
import { isSpanOf, type CodePointSpan } from "@/lib/code-points";

/** A quote of one answer, where it stands, and the criterion that rests on it; null for the answer's summary. */
export interface Quote extends CodePointSpan {
  /** Unique in the report, and the id of the quote's button. */
  id: string;
  turn: number;
  /** The turn of the follow-up whose answer it is from; null for the answer to the question itself. */
  followUp: number | null;
  criterion: string | null;
  text: string;
}

/** What quotes are read from. */
export type Quoted = Pick<SharedAnswer, "turn" | "text" | "follow_ups" | "evaluation">;

/** All quotes of an answer and of those to its follow-ups that read there exactly as quoted. */
export function quotesOf(answer: Quoted): Quote[] {
  const judgements = answer.evaluation?.criteria ?? [];
  return [
    ...quotesIn(answer, null, answer.evaluation?.summary?.spans ?? []),
    ...judgements.flatMap(({ criterion, evidence }) => quotesIn(answer, criterion, evidence)),
  ];
}

function quotesIn(answer: Quoted, criterion: string | null, spans: EvidenceSpan[]): Quote[] {
  return spans.flatMap((span, index) =>
    isSpanOf(textOf(answer, span.turn), span)
      ? [
          {
            id: quoteId(answer.turn, criterion, index),
            turn: answer.turn,
            followUp: span.turn,
            criterion,
            text: span.quote,
            start: span.start,
            end: span.end,
          },
        ]
      : [],
  );
}

function textOf(answer: Quoted, followUp: number | null): string {
  if (followUp === null) return answer.text ?? "";
  return answer.follow_ups.find(({ turn }) => turn === followUp)?.text ?? "";
}

/** Of an answer's quotes, those that its summary rests on. */
export function quotesOfSummary(quotes: readonly Quote[]): Quote[] {
  return quotes.filter(({ criterion }) => criterion === null);
}

export function quoteId(turn: number, criterion: string | null, index: number): string {
  return criterion === null ? `summary-${turn}-${index}` : `quote-${turn}-${criterion}-${index}`;
}

/** Of the summary that opens the model answer of a question. */
export function modelAnswerId(turn: number): string {
  return `model-answer-${turn}`;
}

/** The quote that a strength or a next step rests on, where it has one. */
export function quoteOfRemark(report: Pick<SharedReport, "answers">, remark: TiedRemark): Quote | undefined {
  const answer = report.answers.find(({ turn }) => turn === remark.turn);
  if (answer === undefined || !remark.quote) return undefined;
  return quotesOf(answer).find(
    ({ criterion, text }) => criterion === remark.criterion && text === remark.quote,
  );
}
