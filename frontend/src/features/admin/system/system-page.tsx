import { useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { AdminShell } from "../admin-shell";
import { EngineTable } from "./engine-table";
import { GpuSection } from "./gpu-section";
import { systemQuery } from "../queries";
import { StuckTable } from "./stuck-table";
import { WorkTable } from "./work-table";
import { WorkerSection } from "./worker-section";

export function SystemPage() {
  const { t } = useTranslation("admin");
  const { data } = useSuspenseQuery(systemQuery);
  return (
    <AdminShell title={t("system.title")}>
      <p className="mb-10 max-w-reading text-lead text-muted">{t("system.lead")}</p>
      <div className="space-y-12">
        <section className="space-y-4">
          <h2 className="text-title">{t("system.engines.title")}</h2>
          <EngineTable engines={data.engines} />
        </section>
        <section className="space-y-4">
          <h2 className="text-title">{t("system.work.title")}</h2>
          {data.work.length === 0 ? (
            <p className="text-muted">{t("system.work.none")}</p>
          ) : (
            <WorkTable work={data.work} />
          )}
          <StuckTable jobs={data.stuck} />
        </section>
        <WorkerSection queues={data.queues} />
        {data.model_server && <GpuSection />}
      </div>
    </AdminShell>
  );
}
