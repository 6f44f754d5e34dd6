import type { Report, ReportedAnswer, TiedRemark } from "@/client";
import { isSpanOf, type CodePointSpan } from "@/lib/code-points";

/** A quote of one answer, where it stands, and the criterion that rests on it. */
export interface Quote extends CodePointSpan {
  /** Unique in the report, and the id of the quote's button. */
  id: string;
  turn: number;
  criterion: string;
  text: string;
}

/** All quotes of an answer that read in it exactly as quoted; spans count in `answer.text`. */
export function quotesOf(answer: ReportedAnswer): Quote[] {
  return (answer.evaluation?.criteria ?? []).flatMap((judgement) =>
    judgement.evidence.flatMap((span, index) =>
      isSpanOf(answer.text, span)
        ? [
            {
              id: quoteId(answer.turn, judgement.criterion, index),
              turn: answer.turn,
              criterion: judgement.criterion,
              text: span.quote,
              start: span.start,
              end: span.end,
            },
          ]
        : [],
    ),
  );
}

export function quoteId(turn: number, criterion: string, index: number): string {
  return `quote-${turn}-${criterion}-${index}`;
}

/** The quote that a strength or a next step rests on, where it has one. */
export function quoteOfRemark(report: Report, remark: TiedRemark): Quote | undefined {
  const answer = report.answers.find(({ turn }) => turn === remark.turn);
  if (answer === undefined || !remark.quote) return undefined;
  return quotesOf(answer).find(
    ({ criterion, text }) => criterion === remark.criterion && text === remark.quote,
  );
}
