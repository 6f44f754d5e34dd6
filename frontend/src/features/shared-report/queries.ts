import { queryOptions } from "@tanstack/react-query";

import { openShare } from "@/client";
import { keptToken } from "@/lib/kept-token";

export const keptShare = keptToken("visavis.shared");

/** What a link shows. Its candidate sees how often it was opened, so that a page asks once. */
export function sharedReportQuery(token: string) {
  return queryOptions({
    queryKey: ["shared-report", token],
    queryFn: ({ signal }) => openShare({ body: { token }, signal }),
    staleTime: Infinity,
  });
}
