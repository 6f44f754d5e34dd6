import { useLocation } from "@tanstack/react-router";
import { useLayoutEffect, useRef, type RefObject } from "react";

/** For a row of links that may scroll: the one of the page that one is on is in sight. */
export function useCurrentInSight(): RefObject<HTMLElement | null> {
  const row = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  useLayoutEffect(() => {
    const here = row.current?.querySelector<HTMLElement>('[aria-current="page"]');
    if (row.current === null || here == null) return;
    row.current.scrollLeft = here.offsetLeft - (row.current.clientWidth - here.offsetWidth) / 2;
  }, [pathname]);
  return row;
}
