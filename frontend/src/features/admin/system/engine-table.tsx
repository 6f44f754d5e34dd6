import { useTranslation } from "react-i18next";

import type { EngineOut, EnginesOut } from "@/client";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { RowHead, Table, TableCell, TableHead } from "@/components/ui/table";

const TASKS = ["interviewer", "judge", "stt", "tts", "face"] as const satisfies (keyof EnginesOut)[];
const tones = { working: "good", stoodInFor: "caution", silent: "danger" } as const;

/** Which engine does what, and whether it answers. */
export function EngineTable({ engines }: { engines: EnginesOut }) {
  const { t } = useTranslation("admin");
  return (
    <>
      {engines.interviewer.degraded && (
        <Alert tone="caution" title={t("system.engines.degraded.title")}>
          {t("system.engines.degraded.detail")}
        </Alert>
      )}
      <Table label={t("system.engines.title")} stacks="beside" className="sm:min-w-160">
        <thead>
          <tr>
            <TableHead scope="col">{t("system.engines.task")}</TableHead>
            <TableHead scope="col">{t("system.engines.state")}</TableHead>
            <TableHead scope="col">{t("system.engines.name")}</TableHead>
          </tr>
        </thead>
        <tbody className="divide-y border-y">
          {TASKS.map((task) => (
            <tr key={task}>
              <RowHead className="whitespace-nowrap">{t(`system.engines.${task}`)}</RowHead>
              <TableCell label={t("system.engines.state")}>
                <Badge tone={tones[stateOf(engines[task])]}>
                  {t(`system.engines.is.${stateOf(engines[task])}`)}
                </Badge>
              </TableCell>
              <TableCell label={t("system.engines.name")}>{engines[task].name}</TableCell>
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  );
}

/** A model server that does not answer knows no language. */
function stateOf({ degraded, languages }: EngineOut): keyof typeof tones {
  if (degraded) return "stoodInFor";
  return languages?.length === 0 ? "silent" : "working";
}
