import { useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { Figure, ModeNumbers } from "@/client";
import { Card } from "@/components/ui/card";
import { currentLanguage } from "@/i18n";
import { formatShare, formatTenths } from "@/lib/format";

import { AdminShell } from "../admin-shell";
import { numbersQuery } from "../queries";
import { Ratings } from "./ratings";
import { WeekTable } from "./week-table";

export function NumbersPage() {
  const { t } = useTranslation("admin");
  const { data } = useSuspenseQuery(numbersQuery);
  return (
    <AdminShell title={t("numbers.title")}>
      <p className="mb-10 max-w-reading text-lead text-muted">{t("numbers.lead")}</p>
      <div className="space-y-16">
        {data.modes.map((numbers) => (
          <Mode key={numbers.mode} numbers={numbers} />
        ))}
      </div>
    </AdminShell>
  );
}

function Mode({ numbers }: { numbers: ModeNumbers }) {
  const { t } = useTranslation("admin");
  const language = currentLanguage();
  const { mode, completed, length, score, satisfaction, ratings, weeks } = numbers;
  return (
    <section aria-labelledby={mode} className="space-y-6">
      <h2 id={mode} className="text-title">
        {t(`numbers.mode.${mode}`)}
      </h2>
      <div className="grid grid-cols-2 gap-3 sm:gap-4 lg:grid-cols-4">
        <FigureCard name="completed" figure={completed} format={(value) => formatShare(value, language)} />
        <FigureCard
          name="length"
          figure={length}
          format={(value) =>
            value < 1
              ? t("numbers.underOneMinute")
              : t("numbers.minutes", { minutes: formatTenths(value, language) })
          }
        />
        <FigureCard name="score" figure={score} format={(value) => formatTenths(value, language)} />
        <FigureCard
          name="satisfaction"
          figure={satisfaction}
          format={(value) => t("numbers.ofFive", { rating: formatTenths(value, language) })}
        />
      </div>
      {ratings !== null && <Ratings counts={ratings} />}
      {weeks.some(({ started }) => started > 0) ? (
        <WeekTable label={t(`numbers.mode.${mode}`)} weeks={weeks} />
      ) : (
        <p className="text-muted">{t("numbers.noneStarted")}</p>
      )}
    </section>
  );
}

interface FigureCardProps {
  name: "completed" | "length" | "score" | "satisfaction";
  figure: Figure;
  format: (value: number) => string;
}

/** A number with how many it rests on, or why there is none. */
function FigureCard({ name, figure, format }: FigureCardProps) {
  const { t } = useTranslation("admin");
  return (
    <Card className="space-y-1 p-5 sm:p-6">
      <h3 className="text-label font-semibold text-muted">{t(`numbers.${name}.title`)}</h3>
      <p className="text-headline figures">{figure.value === null ? "–" : format(figure.value)}</p>
      <p className="text-caption text-muted figures">
        {figure.reason === null
          ? t(`numbers.${name}.of`, { count: figure.n })
          : t(`numbers.why.${figure.reason}`, { count: figure.n })}
      </p>
    </Card>
  );
}
