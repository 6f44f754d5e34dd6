/** How media travels, as far as the browser's statistics tell. */
export interface MediaPath {
  /** `relayed`: through a TURN server, because no direct way was open. */
  route: "direct" | "relayed";
  roundTripMs: number | null;
}

interface StatsEntry {
  type: string;
  id: string;
  [field: string]: unknown;
}

/** The path of the candidate pair in use; null while there is none. */
export function readPath(stats: Iterable<[string, StatsEntry]>): MediaPath | null {
  const entries = new Map(stats);
  const pair = selectedPair(entries);
  if (pair === undefined) return null;
  const isRelay = [pair["localCandidateId"], pair["remoteCandidateId"]].some(
    (id) => typeof id === "string" && entries.get(id)?.["candidateType"] === "relay",
  );
  const seconds = pair["currentRoundTripTime"];
  return {
    route: isRelay ? "relayed" : "direct",
    roundTripMs: typeof seconds === "number" ? Math.max(1, Math.round(seconds * 1_000)) : null,
  };
}

/** Chromium and Safari name the pair in the transport's entry; Firefox marks the pair itself. */
function selectedPair(entries: Map<string, StatsEntry>): StatsEntry | undefined {
  const all = [...entries.values()];
  const id = all.find((entry) => entry.type === "transport")?.["selectedCandidatePairId"];
  if (typeof id === "string") return entries.get(id);
  return all.find(
    (entry) =>
      entry.type === "candidate-pair" &&
      (entry["selected"] === true || (entry["nominated"] === true && entry["state"] === "succeeded")),
  );
}
