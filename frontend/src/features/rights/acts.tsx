import { useTranslation } from "react-i18next";

import type { Act } from "@/client";
import { Table, TableCell, TableHead } from "@/components/ui/table";
import { currentLanguage } from "@/i18n";
import { formatDateTime } from "@/lib/format";

const SAID = [
  "interview_viewed",
  "interview_watched",
  "interview_compared",
  "report_viewed",
  "resume_viewed",
  "report_reevaluated",
  "candidates_exported",
  "review_submitted",
  "review_waived",
  "review_overridden",
  "decision_made",
  "objection_answered",
] as const;

/** Who of the organisation did what with an interview, by role. */
export function Acts({ acts }: { acts: Act[] }) {
  const { t } = useTranslation("rights");
  if (acts.length === 0) return <p>{t("acts.none")}</p>;
  return (
    <Table label={[t("acts.when"), t("acts.role"), t("acts.what")].join(", ")} stacks="beside">
      <thead>
        <tr className="border-b">
          <TableHead>{t("acts.when")}</TableHead>
          <TableHead>{t("acts.role")}</TableHead>
          <TableHead>{t("acts.what")}</TableHead>
        </tr>
      </thead>
      <tbody className="divide-y">
        {acts.map(({ action, role, at }) => (
          <tr key={`${at} ${action}`}>
            <TableCell label={t("acts.when")} className="whitespace-nowrap figures">
              {formatDateTime(at, currentLanguage())}
            </TableCell>
            <TableCell label={t("acts.role")}>{t(`role.${role}`)}</TableCell>
            <TableCell label={t("acts.what")}>{t(`act.${said(action)}`)}</TableCell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function said(action: Act["action"]): (typeof SAID)[number] | "other" {
  return SAID.find((name) => name === action.replace(".", "_")) ?? "other";
}
