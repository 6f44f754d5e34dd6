import { QueryClient } from "@tanstack/react-query";

import { isTransient } from "./errors";

const ATTEMPTS = 3;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (failures, error) => failures < ATTEMPTS - 1 && isTransient(error),
      },
      mutations: { retry: false },
    },
  });
}
