import { Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/button";
import { currentLanguage } from "@/i18n";

import type { PointDraft } from "./draft";
import { Expressions, TextPair } from "./text-fields";

interface KeyPointProps {
  number: number;
  path: string;
  value: PointDraft;
  /** How one communicates is never asked on about. */
  hasFollowUp: boolean;
  onChange: (value: PointDraft) => void;
  /** Null where it is the only one. */
  onRemove: (() => void) | null;
}

/** Something that a good answer says, what it is recognised by, and what is asked where it is missing. */
export function KeyPoint({ number, path, value, hasFollowUp, onChange, onRemove }: KeyPointProps) {
  const { t } = useTranslation("bank");
  const title = t("point.title", { number, name: value.name[currentLanguage()] });
  return (
    <section aria-label={title} className="space-y-5 rounded-panel border p-5">
      <div className="flex items-center justify-between gap-4">
        <h5 className="font-semibold">{title}</h5>
        {onRemove !== null && (
          <Button
            variant="quiet"
            size="icon"
            aria-label={t("point.removeOf", { point: title })}
            onClick={onRemove}
          >
            <Trash2 aria-hidden />
          </Button>
        )}
      </div>
      <TextPair
        legend={t("point.name")}
        path={`${path}.name`}
        value={value.name}
        rows={1}
        onChange={(name) => {
          onChange({ ...value, name });
        }}
      />
      <Expressions path={path} value={value} onChange={onChange} />
      {hasFollowUp && (
        <TextPair
          legend={t("point.followUp")}
          hint={t("point.followUpHint")}
          path={`${path}.follow_up`}
          value={value.follow_up}
          onChange={(follow_up) => {
            onChange({ ...value, follow_up });
          }}
        />
      )}
    </section>
  );
}
