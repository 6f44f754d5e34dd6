import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { formatElapsed } from "./elapsed";

/** How long the interview has been going on. Nothing happens when it gets late. */
export function Clock({ since }: { since: number }) {
  const { t } = useTranslation("room");
  const [now, setNow] = useState(() => Date.now());

  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, 1_000);
    return () => {
      clearInterval(timer);
    };
  }, []);

  return (
    <p className="text-label text-muted figures">
      <span className="sr-only">{t("elapsed")} </span>
      <span role="timer" aria-live="off">
        {formatElapsed(now - since)}
      </span>
    </p>
  );
}
