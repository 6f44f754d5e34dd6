import type { InterviewOut } from "@/client";

export interface Practice {
  /** Weeks, from Monday on, in which an interview was finished: every one counts, whatever came between them. */
  weeks: number;
  interviews: number;
  /** Finished since Monday. */
  thisWeek: number;
  /** The latest whole one that has been scored, which its report compares with those before. */
  latestScored: InterviewOut | undefined;
}

/** What a candidate's finished practice comes to, on the calendar of this browser; null before there is any. */
export function practiceOf(interviews: readonly InterviewOut[], now: Date): Practice | null {
  const finished = interviews
    .filter(({ mode, status }) => mode === "practice" && status === "completed")
    .flatMap((interview) =>
      interview.end_time === null ? [] : [{ interview, at: new Date(interview.end_time) }],
    )
    .sort((a, b) => b.at.getTime() - a.at.getTime());
  if (finished.length === 0) return null;
  const weeks = finished.map(({ at }) => mondayOf(at));
  const current = mondayOf(now);
  return {
    weeks: new Set(weeks).size,
    interviews: finished.length,
    thisWeek: weeks.filter((week) => week === current).length,
    latestScored: finished.find(
      ({ interview }) => interview.retry_of === null && interview.overall_score !== null,
    )?.interview,
  };
}

/** The day on which the week of `date` begins, as a number to compare. */
function mondayOf(date: Date): number {
  const sinceMonday = (date.getDay() + 6) % 7;
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - sinceMonday).getTime();
}
