import { useRouterState } from "@tanstack/react-router";
import { Wifi, WifiOff } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

const BACK_FOR_MS = 4000;

function subscribe(onChange: () => void): () => void {
  window.addEventListener("online", onChange);
  window.addEventListener("offline", onChange);
  return () => {
    window.removeEventListener("online", onChange);
    window.removeEventListener("offline", onChange);
  };
}

/** Says that the device is offline, and for a moment that it is back. The interview room says so itself, and more. */
export function ConnectionNotice() {
  const { t } = useTranslation();
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine);
  const isInRoom = useRouterState({ select: ({ location }) => location.pathname.endsWith("/room") });
  const [wasAway, setWasAway] = useState(false);
  if (!isOnline && !wasAway) setWasAway(true);

  useEffect(() => {
    if (!isOnline || !wasAway) return;
    const timer = setTimeout(() => {
      setWasAway(false);
    }, BACK_FOR_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [isOnline, wasAway]);

  const isShown = wasAway && !isInRoom;
  const Icon = isOnline ? Wifi : WifiOff;
  // No status by role: the status of a page is the one that it has of its own.
  return (
    <div
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 top-21 z-30 flex justify-center px-5"
    >
      {isShown && (
        <p className="pointer-events-auto flex animate-arrive items-center gap-3 rounded-panel border bg-raised px-5 py-3 text-label shadow-popup">
          <Icon
            aria-hidden
            className={isOnline ? "size-5 shrink-0 text-good" : "size-5 shrink-0 text-caution"}
          />
          {t(isOnline ? "connection.back" : "connection.offline")}
        </p>
      )}
    </div>
  );
}
