import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { useTranslation } from "react-i18next";

import { requeueJob, type StuckJob } from "@/client";
import { Failure } from "@/components/failure";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { RowHead, Table, TableCell, TableHead } from "@/components/ui/table";
import { currentLanguage } from "@/i18n";
import { formatDateTime } from "@/lib/format";

import { systemQuery } from "../queries";
import { taskName } from "../task-name";

const COLUMNS = ["state", "error", "attempts", "since"] as const;

/** Jobs that do not go on by themselves, each with its last error and the way to begin it again. */
export function StuckTable({ jobs }: { jobs: StuckJob[] }) {
  const { t } = useTranslation("admin");
  const queryClient = useQueryClient();
  const requeuing = useMutation({
    mutationFn: (job: StuckJob) => requeueJob({ path: { job_id: job.id } }),
    // Also where it was not stuck any more: the list is of before, then.
    onSettled: () => queryClient.invalidateQueries(systemQuery),
  });
  return (
    <>
      {jobs.length > 0 && <h3 className="pt-4 text-lead font-semibold">{t("system.stuck.title")}</h3>}
      <Failure error={requeuing.error} />
      <p role="status" className="text-label text-muted empty:hidden">
        {requeuing.isSuccess && t("system.stuck.begun", { task: taskName(requeuing.variables.task, t) })}
      </p>
      {jobs.length > 0 && (
        <Table label={t("system.stuck.title")} stacks="beside" className="sm:min-w-180">
          <thead>
            <tr>
              <TableHead scope="col">{t("system.work.name")}</TableHead>
              {COLUMNS.map((column) => (
                <TableHead key={column} scope="col" className="whitespace-nowrap">
                  {t(`system.stuck.${column}`)}
                </TableHead>
              ))}
              <TableHead scope="col">
                <span className="sr-only">{t("system.stuck.again")}</span>
              </TableHead>
            </tr>
          </thead>
          <tbody className="divide-y border-y">
            {jobs.map((job) => {
              const isPending = requeuing.isPending && requeuing.variables.id === job.id;
              return (
                <tr key={job.id}>
                  <RowHead className="whitespace-nowrap">{taskName(job.task, t)}</RowHead>
                  <TableCell label={t("system.stuck.state")}>
                    <Badge tone={job.state === "dead" ? "danger" : "caution"}>
                      {t(job.state === "dead" ? "system.stuck.dead" : "system.stuck.overdue")}
                    </Badge>
                  </TableCell>
                  <TableCell label={t("system.stuck.error")} className="wrap-anywhere">
                    {job.error ?? "–"}
                  </TableCell>
                  <TableCell label={t("system.stuck.attempts")} className="figures">
                    {job.attempts}
                  </TableCell>
                  <TableCell label={t("system.stuck.since")} className="whitespace-nowrap figures">
                    {formatDateTime(job.created_at, currentLanguage())}
                  </TableCell>
                  <TableCell className="sm:text-right">
                    <Button
                      variant="outline"
                      aria-label={t("system.stuck.againOf", { task: taskName(job.task, t) })}
                      aria-disabled={requeuing.isPending || undefined}
                      onClick={() => {
                        if (!requeuing.isPending) requeuing.mutate(job);
                      }}
                    >
                      {isPending ? <Spinner /> : <RotateCw aria-hidden />}
                      {t("system.stuck.again")}
                    </Button>
                  </TableCell>
                </tr>
              );
            })}
          </tbody>
        </Table>
      )}
    </>
  );
}
