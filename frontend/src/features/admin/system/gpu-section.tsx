import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { toggleGpu, type GpuStatus } from "@/client";
import { Failure } from "@/components/failure";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";

import { gpuQuery } from "../queries";

/** The model server's GPU, and the switch that lets engines use it. */
export function GpuSection() {
  const { t } = useTranslation("admin");
  const queryClient = useQueryClient();
  const { data: gpu, error } = useQuery(gpuQuery);
  const toggling = useMutation({
    mutationFn: (enabled: boolean) => toggleGpu({ body: { enabled } }),
    onSuccess: (status) => {
      queryClient.setQueryData(gpuQuery.queryKey, status);
    },
  });
  const trouble = toggling.error ?? error;
  return (
    <section className="space-y-4">
      <h2 className="text-title">{t("system.gpu.title")}</h2>
      <Failure error={trouble} />
      {gpu === undefined ? (
        error === null && <p className="text-muted">{t("system.gpu.asking")}</p>
      ) : (
        <>
          <Gpu gpu={gpu} />
          {(gpu.available || gpu.enabled) && (
            <div className="space-y-2">
              <Button
                variant="outline"
                aria-disabled={toggling.isPending || undefined}
                onClick={() => {
                  if (!toggling.isPending) toggling.mutate(!gpu.enabled);
                }}
              >
                {toggling.isPending && <Spinner />}
                {t(gpu.enabled ? "system.gpu.switchOff" : "system.gpu.switchOn")}
              </Button>
              <p className="text-caption text-muted">{t("system.gpu.note")}</p>
            </div>
          )}
        </>
      )}
    </section>
  );
}

export function Gpu({ gpu }: { gpu: GpuStatus }) {
  const { t } = useTranslation("admin");
  const state = !gpu.available ? "none" : gpu.enabled ? "on" : "off";
  return (
    <div className="space-y-3">
      <p role="status">
        <Badge tone={state === "on" ? "good" : "neutral"}>{t(`system.gpu.is.${state}`)}</Badge>
      </p>
      {gpu.devices.length > 0 && (
        <ul className="space-y-1 figures">
          {gpu.devices.map((device, place) => (
            <li key={place}>
              {t("system.gpu.device", {
                name: device.name,
                free: gibibytes(device.memory_free_mib),
                total: gibibytes(device.memory_total_mib),
              })}
            </li>
          ))}
        </ul>
      )}
      {gpu.engines.length > 0 && <p>{t("system.gpu.engines", { engines: gpu.engines.join(", ") })}</p>}
    </div>
  );
}

function gibibytes(mebibytes: number): string {
  return (mebibytes / 1024).toFixed(1);
}
