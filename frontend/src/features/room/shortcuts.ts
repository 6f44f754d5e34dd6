import { useEffect, useEffectEvent, useState } from "react";

import { storage } from "@/lib/preferences";

/** What a single key does in the room. They can be switched off, for those whose tools send letters (WCAG 2.1.4). */
export const SHORTCUTS = { moment: "m", done: "d", repeat: "r", type: "t" } as const;

export type Shortcut = keyof typeof SHORTCUTS;

const OFF_KEY = "visavis.shortcuts-off";

/** Calls `onShortcut` for the keys, but for those that are typed into something. */
export function useShortcuts(onShortcut: (shortcut: Shortcut) => void, isOn: boolean): void {
  const handle = useEffectEvent(onShortcut);
  useEffect(() => {
    if (!isOn) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const shortcut = readShortcut(event);
      if (shortcut === null) return;
      event.preventDefault();
      handle(shortcut);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => {
      document.removeEventListener("keydown", onKeyDown);
    };
  }, [isOn]);
}

/** Whether shortcuts are on, and the switch; the choice stays in this browser. */
export function useShortcutChoice(): [boolean, (isOn: boolean) => void] {
  const [isOn, setOn] = useState(() => storage.read(OFF_KEY) === null);
  return [
    isOn,
    (next) => {
      storage.write(OFF_KEY, next ? null : "1");
      setOn(next);
    },
  ];
}

export function readShortcut(event: KeyboardEvent): Shortcut | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return null;
  if (isTyped(event.target)) return null;
  const key = latinKey(event);
  return (Object.keys(SHORTCUTS) as Shortcut[]).find((shortcut) => SHORTCUTS[shortcut] === key) ?? null;
}

function isTyped(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest("input, textarea, select, [contenteditable], dialog, [role=alertdialog], [role=menu]") !==
      null
  );
}

/** The letter on the key: a Korean keyboard sends ㅡ, or nothing at all, where M is printed beside it. */
function latinKey({ key, code }: KeyboardEvent): string {
  const letter = /^[a-z]$/i.test(key) ? key : (/^Key([A-Z])$/.exec(code)?.[1] ?? "");
  return letter.toLowerCase();
}
