import { useEffect, useRef, type RefObject } from "react";

/** What was just pressed is gone: a keyboard goes on here. */
export function useFocus<Focused extends HTMLElement>(): RefObject<Focused | null> {
  const ref = useRef<Focused>(null);
  useEffect(() => {
    ref.current?.focus();
  }, []);
  return ref;
}
