import { queryOptions } from "@tanstack/react-query";

import { listResumes } from "@/client";

/** The candidate's résumés that have been read, which questions can be made from. */
export const readResumesQuery = queryOptions({
  queryKey: ["resumes"],
  queryFn: ({ signal }) => listResumes({ signal }),
  select: (resumes) => resumes.filter(({ state }) => state === "parsed"),
});
