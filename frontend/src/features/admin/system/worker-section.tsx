import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { QueueOut, WorkerOut } from "@/client";
import { Failure } from "@/components/failure";
import { Alert } from "@/components/ui/alert";
import { RowHead, Table, TableCell, TableHead } from "@/components/ui/table";

import { workersQuery } from "../queries";

/** Which workers are alive, asked apart from the rest of the page because it takes them a second to answer. */
export function WorkerSection({ queues }: { queues: QueueOut[] }) {
  const { t } = useTranslation("admin");
  const { data, error } = useQuery(workersQuery);
  return (
    <section className="space-y-4">
      <h2 className="text-title">{t("system.workers.title")}</h2>
      <Failure error={error} />
      {data === undefined ? (
        error === null && <p className="text-muted">{t("system.workers.asking")}</p>
      ) : (
        <Workers workers={data.workers} queues={queues} />
      )}
    </section>
  );
}

const COLUMNS = ["answering", "due", "running"] as const;

export function Workers({ workers, queues }: { workers: WorkerOut[] | null; queues: QueueOut[] }) {
  const { t } = useTranslation("admin");
  const isBusy = queues.some(({ running }) => running > 0);
  const trouble =
    workers === null ? "noRedis" : workers.length > 0 ? null : isBusy ? "busy" : ("nobody" as const);
  return (
    <>
      {trouble !== null && (
        <Alert tone={trouble === "busy" ? "caution" : "danger"} title={t(`system.workers.${trouble}.title`)}>
          {t(`system.workers.${trouble}.detail`)}
        </Alert>
      )}
      <Table label={t("system.workers.title")} stacks="beside" className="sm:min-w-160">
        <thead>
          <tr>
            <TableHead scope="col">{t("system.workers.queue")}</TableHead>
            {COLUMNS.map((column) => (
              <TableHead key={column} scope="col">
                {t(`system.workers.${column}`)}
              </TableHead>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y border-y">
          {queues.map(({ name, due, running }) => (
            <tr key={name}>
              <RowHead className="whitespace-nowrap">{name}</RowHead>
              <TableCell label={t("system.workers.answering")}>
                {namesOf(workers ?? [], name) || "–"}
              </TableCell>
              <TableCell label={t("system.workers.due")} className="figures">
                {due}
              </TableCell>
              <TableCell label={t("system.workers.running")} className="figures">
                {running}
              </TableCell>
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  );
}

function namesOf(workers: WorkerOut[], queue: string): string {
  return workers
    .filter(({ queues }) => queues.includes(queue))
    .map(({ name }) => name)
    .join(", ");
}
