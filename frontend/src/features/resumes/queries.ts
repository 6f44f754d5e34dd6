import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import {
  correctResume,
  listResumes,
  readResume,
  type ResumeCorrection,
  type ResumeOut,
  type ResumeState,
  type ResumeSummary,
} from "@/client";
import { sendForm } from "@/lib/upload";

/** How often to look whether a résumé has been read: it takes a few seconds. */
const LOOK_AGAIN_MS = 1_500;

export function isBeingRead(state: ResumeState): boolean {
  return state === "uploaded" || state === "parsing";
}

/** The user's own résumés, newest first; asked for again while one of them is being read. */
export const resumesQuery = queryOptions({
  queryKey: ["resumes"],
  queryFn: ({ signal }) => listResumes({ signal }),
  refetchInterval: ({ state }) =>
    state.data?.some((resume) => isBeingRead(resume.state)) === true ? LOOK_AGAIN_MS : false,
});

export const resumeQuery = (id: string) =>
  queryOptions({
    queryKey: ["resumes", id],
    queryFn: ({ signal }) => readResume({ path: { resume_id: id }, signal }),
    refetchInterval: ({ state }) =>
      state.data !== undefined && isBeingRead(state.data.state) ? LOOK_AGAIN_MS : false,
  });

/** Keeps a file; see `sendForm`. */
export async function uploadFile(
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<ResumeSummary> {
  const form = new FormData();
  form.append("file", file);
  return (await sendForm("/api/resumes/upload", form, onProgress, signal)) as ResumeSummary;
}

/** Corrects what was read, of the revision that is shown. */
export function useCorrection(resume: ResumeOut) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change: Omit<ResumeCorrection, "revision">) =>
      correctResume({ path: { resume_id: resume.id }, body: { ...change, revision: resume.revision } }),
    onSuccess: async (corrected) => {
      queryClient.setQueryData(resumeQuery(resume.id).queryKey, corrected);
      await queryClient.invalidateQueries({ queryKey: resumesQuery.queryKey, exact: true });
    },
  });
}
