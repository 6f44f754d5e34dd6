import { queryOptions } from "@tanstack/react-query";

import { readMe } from "@/client";

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => readMe({ signal }),
  staleTime: Infinity,
});
