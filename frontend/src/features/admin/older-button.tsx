import type { ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";

interface OlderButtonProps {
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
  children: ReactNode;
}

/** Continues a list that is read page by page; gone where it ends. */
export function OlderButton({ list, children }: OlderButtonProps) {
  if (!list.hasNextPage) return null;
  return (
    <Button
      variant="outline"
      aria-disabled={list.isFetchingNextPage || undefined}
      onClick={() => {
        if (!list.isFetchingNextPage) list.fetchNextPage();
      }}
    >
      {list.isFetchingNextPage && <Spinner />}
      {children}
    </Button>
  );
}
