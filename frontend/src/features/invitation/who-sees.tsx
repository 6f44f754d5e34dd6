import { Link } from "@tanstack/react-router";
import { ArrowRight } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { Welcome } from "@/client";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";

const ROLES = ["owner", "recruiter", "reviewer"] as const;

/** Who sees what, and for how long: said before anything is recorded. */
export function WhoSees({ welcome }: { welcome: Welcome }) {
  const { t } = useTranslation("invitation");
  const { organisation, readers, programs, retention_days, asks_for_resume } = welcome;
  const total = ROLES.reduce((sum, role) => sum + (readers[role] ?? 0), 0);
  const roles = ROLES.filter((role) => (readers[role] ?? 0) > 0)
    .map((role) => t(`reader.${role}`, { count: readers[role] ?? 0 }))
    .join(", ");
  const facts: [string, string][] = [
    [t("sees.what"), t("sees.whatDetail")],
    [
      t("sees.who"),
      [
        t("sees.whoDetail", { organisation, count: total, roles }),
        ...(programs.length > 0
          ? [t("sees.programs", { organisation, count: programs.length, names: programs.join(", ") })]
          : []),
        t("sees.same"),
      ].join(" "),
    ],
    [t("sees.never"), t("sees.neverDetail")],
    [t("sees.machine"), t("sees.machineDetail")],
    [t("sees.howLong"), t("sees.howLongDetail", { count: retention_days })],
    [t("sees.rights"), t("sees.rightsDetail")],
  ];
  if (asks_for_resume !== "none")
    facts.splice(2, 0, [
      t("sees.resume"),
      `${t(`sees.resume_${asks_for_resume}`)} ${t("sees.resumeDetail")}`,
    ]);
  return (
    <Card className="space-y-5">
      <h2 className="text-title">{t("sees.title")}</h2>
      <dl className="space-y-4">
        {facts.map(([name, detail]) => (
          <div key={name} className="grid gap-x-8 gap-y-1 sm:grid-cols-[11rem_1fr]">
            <dt className="font-semibold">{name}</dt>
            <dd className="text-muted">{detail}</dd>
          </div>
        ))}
      </dl>
      <Button variant="link" size="inline" render={<Link to="/judging" />}>
        {t("sees.machineLink")}
        <ArrowRight aria-hidden />
      </Button>
    </Card>
  );
}
