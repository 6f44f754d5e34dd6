import { useTranslation } from "react-i18next";

import { Choices } from "@/components/choices";
import { Toggle } from "@/components/toggle";

import type { Preferences } from "./queries";

type Accommodations = Preferences["accommodations"];

interface AccommodationFieldsProps {
  accommodations: Accommodations;
  onChange: (change: Partial<Accommodations>) => void;
}

const PATIENCE = [1, 1.5, 2, 3, 4];
const PREP_SECONDS = [0, 15, 30, 60, 120];

/** More time, and questions that are heard to their end. */
export function AccommodationFields({ accommodations, onChange }: AccommodationFieldsProps) {
  const { t } = useTranslation("settings");
  const { patience, prep_seconds, may_interrupt } = accommodations;
  return (
    <div className="space-y-8">
      <Choices
        legend={t("patience.legend")}
        hint={t("patience.hint")}
        name="patience"
        options={withChosen(PATIENCE, patience)}
        chosen={patience}
        format={(factor) => (factor === 1 ? t("patience.normal") : t("patience.factor", { factor }))}
        onChoose={(factor) => {
          onChange({ patience: factor });
        }}
      />
      <Choices
        legend={t("prep.legend")}
        hint={t("prep.hint")}
        name="prep-seconds"
        options={withChosen(PREP_SECONDS, prep_seconds)}
        chosen={prep_seconds}
        format={(seconds) => (seconds === 0 ? t("prep.none") : t("prep.seconds", { count: seconds }))}
        onChoose={(seconds) => {
          onChange({ prep_seconds: seconds });
        }}
      />
      <Toggle
        label={t("interrupt.label")}
        hint={t("interrupt.hint")}
        isOn={!may_interrupt}
        onChange={(isOn) => {
          onChange({ may_interrupt: !isOn });
        }}
      />
    </div>
  );
}

/** What is offered, and what was chosen elsewhere. */
function withChosen(offered: number[], chosen: number): number[] {
  return [...new Set([...offered, chosen])].sort((a, b) => a - b);
}
