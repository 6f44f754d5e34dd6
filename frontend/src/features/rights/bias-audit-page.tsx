import { useMutation, useSuspenseQuery } from "@tanstack/react-query";
import { Download, Scale } from "lucide-react";
import { useTranslation } from "react-i18next";

import { exportBiasAudit, type BiasAudit, type OrganisationOut } from "@/client";
import { EmptyState } from "@/components/empty-state";
import { Failure } from "@/components/failure";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Select } from "@/components/ui/select";
import { Spinner } from "@/components/ui/spinner";
import { postingChoicesQuery } from "@/features/recruiting/candidates/queries";
import { RecruitingShell } from "@/features/recruiting/recruiting-shell";
import { saveFile } from "@/lib/save-file";

import { BiasTable, namesOf } from "./bias-table";
import { biasAuditQuery } from "./queries";

interface BiasAuditPageProps {
  organisation: OrganisationOut;
  /** Without one it is of all postings. */
  postingId: string | undefined;
  onPosting: (postingId: string | undefined) => void;
}

/** Whether people of some groups go on more often than others; for owners. */
export function BiasAuditPage({ organisation, postingId, onPosting }: BiasAuditPageProps) {
  const { t } = useTranslation("rights");
  const { data: audit } = useSuspenseQuery(biasAuditQuery(organisation.id, postingId));
  const { data: postings } = useSuspenseQuery(postingChoicesQuery(organisation.id));
  return (
    <RecruitingShell
      organisation={organisation}
      title={t("bias.title")}
      lead={t("bias.lead", { decided: audit.decided, advanced: audit.advanced })}
      action={<DownloadCsv audit={audit} />}
    >
      <div className="space-y-10">
        <div className="max-w-sm">
          <Select
            label={t("bias.posting")}
            value={postingId ?? ""}
            onChange={(event) => {
              onPosting(event.target.value || undefined);
            }}
          >
            <option value="">{t("bias.allPostings")}</option>
            {postings.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </Select>
        </div>
        {audit.tables.every(isWithheld) ? (
          <EmptyState
            Icon={Scale}
            title={t("bias.none.title")}
            detail={t("bias.none.detail", { min: audit.min_group })}
          />
        ) : (
          audit.tables.map((table) => <Dimensions key={table.dimensions.join()} table={table} />)
        )}
        <HowToRead audit={audit} />
      </div>
    </RecruitingShell>
  );
}

/** Whether nobody's figures can be shown. */
function isWithheld({ groups }: BiasAudit["tables"][number]): boolean {
  return groups.every(({ decided }) => decided === null);
}

function Dimensions({ table }: { table: BiasAudit["tables"][number] }) {
  const { t } = useTranslation("rights");
  return (
    <div className="space-y-4">
      <h2 className="text-title">{namesOf(t, table)}</h2>
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
  const download = useMutation({
    mutationFn: () =>
      exportBiasAudit({
        path: { organisation_id: audit.organisation_id },
        query: { posting_id: audit.posting_id },
        parseAs: "blob",
      }),
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
      <Failure error={download.error} />
    </div>
  );
}
