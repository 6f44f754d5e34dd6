import { useTranslation } from "react-i18next";

import type { PairAgreement } from "@/client";

/** The agreement of every two, or the reason why there is no figure. */
export function AgreementPairs({ pairs, none }: { pairs: PairAgreement[]; none: string }) {
  const { t } = useTranslation("review");
  if (pairs.length === 0) return <p>{none}</p>;
  return (
    <ul className="space-y-2">
      {pairs.map(({ reviewer, other, machine, kappa }, index) => (
        <li key={index} className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
          <span>
            {t("agreement.pair", {
              first: reviewer ?? t("erased"),
              second: machine ? t("agreement.machine") : (other ?? t("erased")),
            })}
          </span>
          <span className="text-label figures">
            {kappa.value === null ? (
              t(`agreement.${kappa.reason ?? "too_few"}`, { n: kappa.n })
            ) : (
              <>
                <strong>κ {kappa.value.toFixed(2)}</strong>{" "}
                <span className="text-muted">{t("agreement.n", { n: kappa.n })}</span>
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
