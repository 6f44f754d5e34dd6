import { ChevronRight, Plus, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { ScoreArea } from "@/client";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { currentLanguage } from "@/i18n";
import { formatShare } from "@/lib/format";

import { Choices } from "./choices";
import { newPoint, type CriterionDraft } from "./draft";
import { KeyPoint } from "./key-point";
import { useIsWrong, useProblem } from "./problems";
import { SlugField } from "./slug-field";
import { ProblemList, TextPair } from "./text-fields";

const AREAS = ["technical", "communication", "cultural_fit"] as const satisfies ScoreArea[];

interface CriterionProps {
  number: number;
  path: string;
  value: CriterionDraft;
  isOpen: boolean;
  onChange: (value: CriterionDraft) => void;
  /** Null where it is the only one. */
  onRemove: (() => void) | null;
}

/** One thing that an answer is judged on; folded up until it is looked at, or something in it is wrong. */
export function Criterion({ number, path, value, isOpen, onChange, onRemove }: CriterionProps) {
  const { t } = useTranslation("bank");
  const isWrong = useIsWrong(path);
  const pointsProblem = useProblem(`${path}.key_points`);
  const weight = Number(value.weight);
  const title = t("criterion.title", { number, name: value.name[currentLanguage()] });
  return (
    <details className="group rounded-card glass" open={isWrong || isOpen || undefined}>
      <summary className="flex list-none flex-wrap items-center gap-x-3 gap-y-2 p-6">
        <ChevronRight aria-hidden className="size-5 shrink-0 transition-[rotate] group-open:rotate-90" />
        <h3 className="text-lead font-semibold">{title}</h3>
        <Badge>{t(`area.${value.area}`)}</Badge>
        {weight > 0 && weight <= 1 && <Badge>{formatShare(weight, currentLanguage())}</Badge>}
        {isWrong && <Badge tone="danger">{t("form.toMend")}</Badge>}
      </summary>
      <div className="space-y-8 border-t p-6">
        <TextPair
          legend={t("criterion.name")}
          path={`${path}.name`}
          value={value.name}
          rows={1}
          onChange={(name) => {
            onChange({ ...value, name });
          }}
        />
        <div className="grid gap-4 sm:grid-cols-3">
          <Choices
            label={t("criterion.area")}
            value={value.area}
            options={AREAS.map((area) => [area, t(`area.${area}`)])}
            onChoose={(area) => {
              onChange({ ...value, area });
            }}
          />
          <Field
            label={t("criterion.weight")}
            hint={t("criterion.weightHint")}
            error={useProblem(`${path}.weight`)}
            type="number"
            inputMode="decimal"
            min={0.05}
            max={1}
            step={0.05}
            value={value.weight}
            onChange={(event) => {
              onChange({ ...value, weight: event.currentTarget.value });
            }}
          />
          <SlugField
            label={t("criterion.slug")}
            hint={t("criterion.slugHint")}
            path={`${path}.slug`}
            value={value.slug}
            onChange={(slug) => {
              onChange({ ...value, slug });
            }}
          />
        </div>
        <section className="space-y-5">
          <div className="space-y-1">
            <h4 className="font-semibold">{t("criterion.bands")}</h4>
            <p className="text-caption text-muted">{t("criterion.bandsHint")}</p>
          </div>
          {value.bands.map((described, band) => (
            <TextPair
              key={band}
              legend={t("criterion.band", { band })}
              path={`${path}.bands.${band}`}
              value={described}
              onChange={(changed) => {
                onChange({ ...value, bands: value.bands.with(band, changed) });
              }}
            />
          ))}
        </section>
        <section className="space-y-5">
          <div className="space-y-1">
            <h4 className="font-semibold">{t("criterion.points")}</h4>
            <p className="text-caption text-muted">{t("criterion.pointsHint")}</p>
            <ProblemList problems={pointsProblem === undefined ? [] : [pointsProblem]} />
          </div>
          {value.key_points.map((point, index) => (
            <KeyPoint
              key={index}
              number={index + 1}
              path={`${path}.key_points.${index}`}
              value={point}
              hasFollowUp={value.area !== "communication"}
              onChange={(changed) => {
                onChange({ ...value, key_points: value.key_points.with(index, changed) });
              }}
              onRemove={
                value.key_points.length === 1
                  ? null
                  : () => {
                      onChange({ ...value, key_points: value.key_points.toSpliced(index, 1) });
                    }
              }
            />
          ))}
          <div className="flex flex-wrap gap-3">
            <Button
              variant="outline"
              onClick={() => {
                const statement = value.key_points.every((point) => point.statement);
                onChange({ ...value, key_points: [...value.key_points, { ...newPoint(), statement }] });
              }}
            >
              <Plus aria-hidden />
              {t("point.add")}
            </Button>
            {onRemove !== null && (
              <Button variant="outline" onClick={onRemove}>
                <Trash2 aria-hidden />
                {t("criterion.remove")}
              </Button>
            )}
          </div>
        </section>
      </div>
    </details>
  );
}
