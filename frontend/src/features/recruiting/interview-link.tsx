import { Link } from "@tanstack/react-router";

import { cn } from "@/lib/cn";

interface InterviewLinkProps {
  interviewId: string;
  candidate: string;
  className?: string;
}

/** Leads to the review of a candidate's interview, which is there once it has ended. */
export function InterviewLink({ interviewId, candidate, className }: InterviewLinkProps) {
  return (
    <Link
      to="/recruiting/interviews/$interviewId"
      params={{ interviewId }}
      className={cn("font-semibold text-accent underline underline-offset-4", className)}
    >
      {candidate}
    </Link>
  );
}
