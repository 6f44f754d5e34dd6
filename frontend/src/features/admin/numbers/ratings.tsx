import { useTranslation } from "react-i18next";

/** How many gave each rating, the best first: a bar each, and the same in words. */
export function Ratings({ counts }: { counts: number[] }) {
  const { t } = useTranslation("admin");
  const most = Math.max(...counts, 1);
  const bestFirst = counts.map((count, index) => ({ rating: index + 1, count })).reverse();
  return (
    <ul aria-label={t("numbers.satisfaction.title")} className="max-w-reading space-y-1.5 text-label figures">
      {bestFirst.map(({ rating, count }) => (
        <li key={rating} className="flex items-center gap-3">
          <span className="sr-only">{t("numbers.rating", { rating, count })}</span>
          <span aria-hidden className="w-10 shrink-0">
            {t("numbers.points", { rating })}
          </span>
          <span aria-hidden className="h-3 grow rounded-full bg-sunken">
            <span
              className="block h-full rounded-full bg-accent"
              style={{ width: `${(100 * count) / most}%` }}
            />
          </span>
          <span aria-hidden className="w-10 shrink-0 text-right">
            {count}
          </span>
        </li>
      ))}
    </ul>
  );
}
