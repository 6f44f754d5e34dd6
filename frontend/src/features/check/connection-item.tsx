import { RotateCw } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import type { ConnectionFailure } from "@/features/media/connection";
import { useStore } from "@/lib/store";

import type { CheckBench } from "./bench";
import { CheckItem, Says } from "./check-item";
import type { LinkState } from "./link";
import { isSlow, linkStatus, type Checked } from "./readiness";
import type { RelayState } from "./relay";

export function ConnectionItem({ bench, checked }: { bench: CheckBench; checked: Checked }) {
  const { t } = useTranslation("check");
  const state = useStore(bench.link);
  const relay = useStore(bench.relay);
  const retry = () => {
    bench.link.retry();
    void bench.relay.ask();
  };
  return (
    <CheckItem title={t("connection.title")} status={linkStatus(checked)} why={t("connection.why")}>
      {state.kind === "connected" ? (
        <Connected state={state} relay={relay} />
      ) : state.kind === "failed" ? (
        <Failed failure={state.failure} relay={relay} mayType={checked.mayType} onRetry={retry} />
      ) : (
        <Says>
          {state.kind === "waiting" && !checked.isWatched
            ? t("connection.waitingForMicrophone")
            : t(`connection.${state.kind}`)}
        </Says>
      )}
      {state.kind === "over" && (
        <Button variant="outline" onClick={retry}>
          <RotateCw aria-hidden />
          {t("retry")}
        </Button>
      )}
    </CheckItem>
  );
}

function Connected({ state, relay }: { state: LinkState & { kind: "connected" }; relay: RelayState }) {
  const { t } = useTranslation("check");
  const { path } = state;
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap gap-x-3 text-label">
        {/* The time changes every moment: it is there to look at, not to be read out. */}
        <Says>{t(`connection.${path?.route ?? "direct"}`)}</Says>
        {path?.roundTripMs != null && (
          <span className="text-muted figures">{t("connection.roundTrip", { ms: path.roundTripMs })}</span>
        )}
      </div>
      {path?.route === "direct" && relay.kind !== "asking" && relay.kind !== "none" && (
        <p className="text-label text-muted">{t(`connection.relay.${relay.kind}`)}</p>
      )}
      {isSlow(state) && <Alert tone="caution">{t("connection.slow")}</Alert>}
    </div>
  );
}

interface FailedProps {
  failure: ConnectionFailure;
  relay: RelayState;
  mayType: boolean;
  onRetry: () => void;
}

function Failed({ failure, relay, mayType, onRetry }: FailedProps) {
  const { t } = useTranslation("check");
  const { code, detail } = failure.reason === "refused" ? failure : { code: "", detail: null };
  return (
    <Alert tone="danger" role="alert" title={t(`connection.failed.${failure.reason}.title`)}>
      <p>
        {/* Where the server says why, its own words are the better ones. */}
        {detail ??
          (!mayType && (failure.reason === "blocked" || failure.reason === "unreachable")
            ? t(`connection.failed.${failure.reason}.detailSpoken`)
            : t(`connection.failed.${failure.reason}.detail`, { code }))}
      </p>
      {failure.reason === "blocked" && (relay.kind === "silent" || relay.kind === "refused") && (
        <p>{t(`connection.relay.blocked.${relay.kind}`)}</p>
      )}
      <Button variant="outline" className="mt-3" onClick={onRetry}>
        <RotateCw aria-hidden />
        {t("retry")}
      </Button>
    </Alert>
  );
}
