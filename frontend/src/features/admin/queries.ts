import { queryOptions } from "@tanstack/react-query";

import { readSystem, readVariants } from "@/client";

/** How judges and interviewers that are compared do. */
export const variantsQuery = queryOptions({
  queryKey: ["admin", "variants"],
  queryFn: ({ signal }) => readVariants({ signal }),
});

const LOOK_AGAIN_MS = 5000;

/** Which engines work, and the work that is not done; looked at again as long as somebody looks. */
export const systemQuery = queryOptions({
  queryKey: ["admin", "system"],
  queryFn: ({ signal }) => readSystem({ signal }),
  refetchInterval: LOOK_AGAIN_MS,
});
