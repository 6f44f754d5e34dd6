import {
  ArrowLeft,
  ArrowRight,
  Captions,
  Hourglass,
  Keyboard,
  MessageCircleQuestionMark,
  Undo2,
} from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

interface TourProps {
  isOpen: boolean;
  /** Whether answers are spoken here: what is only for them is left out otherwise. */
  isSpoken: boolean;
  mayType: boolean;
  /** Skipped, or seen to its end. */
  onClose: () => void;
}

const icons = {
  question: MessageCircleQuestionMark,
  captions: Captions,
  turn: Hourglass,
  type: Keyboard,
  typed: Keyboard,
  leave: Undo2,
};

type Step = keyof typeof icons;

/** How the room works, in a few steps. Escape, or one click, skips the rest. */
export function Tour({ isOpen, onClose, ...answers }: TourProps) {
  const { t } = useTranslation("room");
  const [at, setAt] = useState(0);
  const steps = stepsFor(answers);
  const step = steps[at] ?? "question";
  const Icon = icons[step];
  const isLast = at === steps.length - 1;
  const close = () => {
    setAt(0);
    onClose();
  };

  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={close}
      title={t("tour.title")}
      description={
        // Read out with the dialog, and by itself at each step: the focus stays on the button that leads on.
        <span aria-live="polite" aria-atomic className="flex min-h-44 items-start gap-4 sm:min-h-36">
          <Icon aria-hidden className="mt-1 size-7 shrink-0 text-accent" />
          <span className="space-y-1.5">
            <span className="block text-label figures">
              {t("tour.step", { number: at + 1, total: steps.length })}
            </span>
            <span className="block text-lead font-semibold text-ink">{t(`tour.${step}.title`)}</span>
            <span className="block">{t(`tour.${step}.text`)}</span>
          </span>
        </span>
      }
    >
      <div className="flex flex-row-reverse flex-wrap items-center justify-end gap-3">
        <Button
          onClick={() => {
            if (isLast) close();
            else setAt(at + 1);
          }}
        >
          {t(isLast ? "tour.finish" : "tour.next")}
          {!isLast && <ArrowRight aria-hidden />}
        </Button>
        {at > 0 && (
          <Button
            variant="outline"
            onClick={() => {
              setAt(at - 1);
            }}
          >
            <ArrowLeft aria-hidden />
            {t("tour.back")}
          </Button>
        )}
        {!isLast && (
          <Button variant="quiet" className="mr-auto" onClick={close}>
            {t("tour.skip")}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

function stepsFor({ isSpoken, mayType }: Pick<TourProps, "isSpoken" | "mayType">): Step[] {
  if (!isSpoken) return ["question", ...(mayType ? (["typed"] as const) : []), "leave"];
  return ["question", "captions", "turn", ...(mayType ? (["type"] as const) : []), "leave"];
}
