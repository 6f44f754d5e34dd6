import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import type { Language } from "@/client";
import { ScrollRegion } from "@/components/scroll-region";

import type { Caption } from "./room-state";

interface CaptionsProps {
  caption: Caption;
  language: Language;
  /** What stands there while nothing has been heard. */
  placeholder: string;
}

/**
 * What is heard of the answer. What has settled is read out by screen readers, each piece once; what may still change
 * is paler, and theirs only when they go there.
 */
export function Captions({ caption, language, placeholder }: CaptionsProps) {
  const { t } = useTranslation("room");
  const region = useRef<HTMLDivElement>(null);
  const isEmpty = caption.stable.length === 0 && caption.unstable === "";

  useEffect(() => {
    region.current?.scrollTo({ top: region.current.scrollHeight });
  }, [caption]);

  return (
    <div className="mx-auto w-full max-w-3xl">
      <ScrollRegion
        ref={region}
        label={t("caption.label")}
        className="max-h-[9.5rem] min-h-24 overflow-y-auto rounded-panel bg-sunken px-6 py-4 text-lead"
      >
        {isEmpty && <p className="text-muted">{placeholder}</p>}
        <p lang={language}>
          <span role="log" aria-live="polite" aria-label={t("caption.heard")}>
            {caption.stable.map((piece, index) => (
              <span key={`${index}-${piece}`}>{piece}</span>
            ))}
          </span>
          <span data-unstable className="text-muted italic">
            {caption.unstable}
          </span>
        </p>
      </ScrollRegion>
    </div>
  );
}
