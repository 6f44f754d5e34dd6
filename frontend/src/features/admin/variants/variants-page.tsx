import { useSuspenseQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { ConfiguredVariant } from "@/client";
import { ScrollRegion } from "@/components/scroll-region";
import { Card } from "@/components/ui/card";
import { RowHead, Table, TableCell, TableHead } from "@/components/ui/table";
import { currentLanguage } from "@/i18n";
import { formatShare } from "@/lib/format";

import { AdminShell } from "../admin-shell";
import { JudgeTable } from "./judge-table";
import { variantsQuery } from "../queries";
import { QuestionTable } from "./question-table";

const EXAMPLE = `JUDGE_URL=http://vllm:8000/v1
JUDGE_MODEL=solar
JUDGE_VARIANTS=[{"name": "whole", "weight": 3}, {"name": "by-list", "prompt": "checklist"}]`;

export function VariantsPage() {
  const { t } = useTranslation("admin");
  const { data } = useSuspenseQuery(variantsQuery);
  const isExperiment = data.configured.some(({ name }) => name !== null);
  return (
    <AdminShell title={t("variants.title")}>
      <p className="mb-10 max-w-reading text-lead text-muted">{t("variants.lead")}</p>
      <div className="space-y-12">
        <Section title={t("variants.configured.title")}>
          <Configured variants={data.configured} />
          {!isExperiment && <HowTo />}
        </Section>
        <Section title={t("variants.judges.title")}>
          {data.judges.length === 0 ? (
            <p className="text-muted">{t("variants.judges.none")}</p>
          ) : (
            <JudgeTable variants={data.judges} />
          )}
        </Section>
        <Section title={t("variants.questions.title")}>
          {data.questions.length === 0 ? (
            <p className="text-muted">{t("variants.questions.none")}</p>
          ) : (
            <QuestionTable variants={data.questions} />
          )}
        </Section>
      </div>
    </AdminShell>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="space-y-4">
      <h2 className="text-title">{title}</h2>
      {children}
    </section>
  );
}

function Configured({ variants }: { variants: ConfiguredVariant[] }) {
  const { t } = useTranslation("admin");
  return (
    <Table label={t("variants.configured.title")} stacks="beside" className="sm:min-w-160">
      <thead>
        <tr>
          <TableHead scope="col">{t("variants.name")}</TableHead>
          <TableHead scope="col">{t("variants.configured.judge")}</TableHead>
          <TableHead scope="col">{t("variants.configured.share")}</TableHead>
          <TableHead scope="col">{t("variants.configured.failures")}</TableHead>
        </tr>
      </thead>
      <tbody className="divide-y border-y">
        {variants.map(({ name, judge, prompt, share, failures }) => (
          <tr key={name}>
            <RowHead className="whitespace-nowrap">{name ?? t("variants.only")}</RowHead>
            <TableCell label={t("variants.configured.judge")}>
              {judge}
              {prompt !== null && <span className="block text-caption text-muted">{prompt}</span>}
            </TableCell>
            <TableCell label={t("variants.configured.share")} className="figures">
              {formatShare(share, currentLanguage())}
            </TableCell>
            <TableCell label={t("variants.configured.failures")} className="figures">
              {t("variants.configured.answers", { count: failures })}
            </TableCell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** Nothing is compared yet: how to begin. */
function HowTo() {
  const { t } = useTranslation("admin");
  return (
    <Card className="space-y-4">
      <h3 className="text-lead font-semibold">{t("variants.howTo.title")}</h3>
      <p>{t("variants.howTo.detail")}</p>
      <ScrollRegion
        label={t("variants.howTo.example")}
        className="overflow-x-auto rounded-panel bg-sunken p-4"
      >
        <pre className="text-caption">
          <code>{EXAMPLE}</code>
        </pre>
      </ScrollRegion>
      <p className="text-muted">{t("variants.howTo.next")}</p>
    </Card>
  );
}
