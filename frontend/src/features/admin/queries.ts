import { queryOptions } from "@tanstack/react-query";

import { readVariants } from "@/client";

/** How judges and interviewers that are compared do. */
export const variantsQuery = queryOptions({
  queryKey: ["admin", "variants"],
  queryFn: ({ signal }) => readVariants({ signal }),
});
