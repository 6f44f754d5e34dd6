import { useTranslation } from "react-i18next";

import type { CandidateOut, MeasuredScore } from "@/client";
import { Badge } from "@/components/ui/badge";
import { RowHead, Table, TableCell, TableHead } from "@/components/ui/table";
import { UnmeasuredReason } from "@/features/report/unmeasured";
import { currentLanguage } from "@/i18n";
import { formatDate, formatScore } from "@/lib/format";

import { InterviewLink } from "../interview-link";
import { SCORES } from "./queries";

export const MOST_COMPARED = 4;

interface CandidateTableProps {
  candidates: CandidateOut[];
  /** For a comparison, also those that the list does not show now. */
  chosen: CandidateOut[];
  onChoose: (candidate: CandidateOut, isChosen: boolean) => void;
}

/** Screening interviews; those of one posting that have ended can be chosen for a comparison. */
export function CandidateTable({ candidates, chosen, onChoose }: CandidateTableProps) {
  const { t } = useTranslation("candidates");
  const posting = chosen[0]?.job_posting_id;
  return (
    <Table label={t("table.label")} stacks="beside" className="sm:min-w-240">
      <thead>
        <tr>
          <TableHead scope="col" className="whitespace-nowrap">
            {t("table.compare")}
          </TableHead>
          <TableHead scope="col">{t("table.name")}</TableHead>
          <TableHead scope="col">{t("table.posting")}</TableHead>
          <TableHead scope="col">{t("table.status")}</TableHead>
          {SCORES.map((score) => (
            <TableHead key={score} scope="col">
              {t(`score.${score}`)}
            </TableHead>
          ))}
          <TableHead scope="col">{t("table.decision")}</TableHead>
        </tr>
      </thead>
      <tbody className="divide-y border-y">
        {candidates.map((candidate) => {
          const isChosen = chosen.some(({ interview_id }) => interview_id === candidate.interview_id);
          const fits = posting === undefined || posting === candidate.job_posting_id;
          const mayChoose = candidate.status === "completed" && fits && chosen.length < MOST_COMPARED;
          return (
            <tr key={candidate.interview_id}>
              <TableCell label={t("table.compare")}>
                <input
                  type="checkbox"
                  className="size-5 accent-accent"
                  aria-label={t("table.choose", { name: candidate.name })}
                  checked={isChosen}
                  disabled={!isChosen && !mayChoose}
                  onChange={(event) => {
                    onChoose(candidate, event.target.checked);
                  }}
                />
              </TableCell>
              <RowHead>
                {candidate.status === "completed" ? (
                  <InterviewLink
                    interviewId={candidate.interview_id}
                    candidate={candidate.name}
                    className="block"
                  />
                ) : (
                  <span className="block font-semibold">{candidate.name}</span>
                )}
                <span className="text-caption font-normal text-muted">{candidate.email}</span>
              </RowHead>
              <TableCell label={t("table.posting")}>{candidate.job_posting}</TableCell>
              <TableCell label={t("table.status")} className="whitespace-nowrap">
                {t(`status.${candidate.status}`)}
                {candidate.completed_at !== null && (
                  <span className="block text-caption text-muted figures">
                    {formatDate(candidate.completed_at, currentLanguage())}
                  </span>
                )}
              </TableCell>
              <Scores candidate={candidate} />
              <TableCell label={t("table.decision")}>
                {candidate.decision !== null && <Badge>{t(`decision.${candidate.decision}`)}</Badge>}
              </TableCell>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}

function Scores({ candidate: { scores, overridden, must_review_first } }: { candidate: CandidateOut }) {
  const { t } = useTranslation("candidates");
  if (scores === null)
    return (
      <TableCell colSpan={SCORES.length} className="text-label text-muted">
        {must_review_first && t("table.reviewFirst")}
      </TableCell>
    );
  return SCORES.map((score) => (
    <TableCell key={score} label={t(`score.${score}`)} className="figures">
      <Score score={scores[score]} />
      {overridden && score === "overall" && <Overridden />}
    </TableCell>
  ));
}

/** Says that people's bands count in a score. */
export function Overridden() {
  const { t } = useTranslation("candidates");
  return <span className="block text-caption text-muted">{t("overridden")}</span>;
}

export function Score({ score }: { score: MeasuredScore }) {
  const { t } = useTranslation("candidates");
  if (score.value === null)
    return <UnmeasuredReason reason={score.reason} className="text-caption text-muted" />;
  return (
    <>
      <span className="font-semibold">{formatScore(score.value)}</span>
      {score.stability !== null && (
        <span className="block text-caption whitespace-nowrap text-muted">
          {t("stability", {
            low: formatScore(score.stability.low),
            high: formatScore(score.stability.high),
          })}
        </span>
      )}
    </>
  );
}
