import { queryOptions } from "@tanstack/react-query";

import { readSecondFactor } from "@/client";

export const secondFactorQuery = queryOptions({
  queryKey: ["me", "second-factor"],
  queryFn: ({ signal }) => readSecondFactor({ signal }),
});
