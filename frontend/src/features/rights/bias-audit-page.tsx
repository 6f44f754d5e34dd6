import { useMutation, useSuspenseQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";

import { exportBiasAudit, type BiasAudit, type OrganisationOut } from "@/client";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Spinner } from "@/components/ui/spinner";
import { RecruitingShell } from "@/features/recruiting/recruiting-shell";
import { saveFile } from "@/lib/save-file";
import { describeError } from "@/lib/errors";

import { BiasTable } from "./bias-table";
import { biasAuditQuery } from "./queries";

/** Whether people of some groups go on more often than others; for owners. */
export function BiasAuditPage({ organisation }: { organisation: OrganisationOut }) {
  const { t } = useTranslation("rights");
  const { data: audit } = useSuspenseQuery(biasAuditQuery(organisation.id, null));
  return (
    <RecruitingShell
      organisation={organisation}
      title={t("bias.title")}
      lead={t("bias.lead", { decided: audit.decided, advanced: audit.advanced })}
      action={<DownloadCsv audit={audit} />}
    >
      <div className="space-y-10">
        {audit.tables.map((table) => (
          <Dimension key={table.dimension} table={table} />
        ))}
        <HowToRead audit={audit} />
      </div>
    </RecruitingShell>
  );
}

function Dimension({ table }: { table: BiasAudit["tables"][number] }) {
  const { t } = useTranslation("rights");
  return (
    <div className="space-y-4">
      <h2 className="text-title">{t(`dimension.${table.dimension}`)}</h2>
      <BiasTable table={table} />
    </div>
  );
}

function HowToRead({ audit }: { audit: BiasAudit }) {
  const { t } = useTranslation("rights");
  return (
    <Card className="max-w-reading space-y-3">
      <h2 className="text-lead font-semibold">{t("bias.howTitle")}</h2>
      <p>{t("bias.how")}</p>
      <p>{t("bias.few", { min: audit.min_group })}</p>
      {audit.versions > 1 && <p>{t("bias.mixed", { count: audit.versions })}</p>}
    </Card>
  );
}

function DownloadCsv({ audit }: { audit: BiasAudit }) {
  const { t } = useTranslation("rights");
  const { t: common } = useTranslation();
  const download = useMutation({
    mutationFn: () => exportBiasAudit({ path: { organisation_id: audit.organisation_id }, parseAs: "blob" }),
    onSuccess: (file) => {
      saveFile(file, `visavis-bias-audit-${audit.made_at.slice(0, 10)}.csv`);
    },
  });
  return (
    <div className="space-y-3">
      <Button
        variant="outline"
        aria-disabled={download.isPending || undefined}
        onClick={() => {
          if (!download.isPending) download.mutate();
        }}
      >
        {download.isPending ? <Spinner /> : <Download aria-hidden />}
        {t("bias.download")}
      </Button>
      {download.error !== null && (
        <Alert tone="danger" role="alert">
          {describeError(download.error, common)}
        </Alert>
      )}
    </div>
  );
}
