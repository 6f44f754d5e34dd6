import { describe, expect, it } from "vitest";

import { readPath } from "./path";

type Entry = { type: string } & Record<string, unknown>;

function stats(entries: Record<string, Entry>) {
  return Object.entries(entries).map(([id, entry]): [string, Entry & { id: string }] => [
    id,
    { id, ...entry },
  ]);
}

const pair = {
  type: "candidate-pair",
  localCandidateId: "L",
  remoteCandidateId: "R",
  currentRoundTripTime: 0.0314,
};
const host = { type: "local-candidate", candidateType: "host" };
const relay = { type: "local-candidate", candidateType: "relay" };
const remote = { type: "remote-candidate", candidateType: "host" };

describe("the path of media", () => {
  it("is the one that the transport names", () => {
    const path = readPath(
      stats({
        T: { type: "transport", selectedCandidatePairId: "P2" },
        P1: { ...pair, localCandidateId: "L2" },
        P2: pair,
        L: host,
        L2: relay,
        R: remote,
      }),
    );
    expect(path).toEqual({ route: "direct", roundTripMs: 31 });
  });

  it("is the marked one in Firefox", () => {
    const path = readPath(
      stats({ P1: { ...pair, selected: true, localCandidateId: "L2" }, L2: relay, R: remote }),
    );
    expect(path).toEqual({ route: "relayed", roundTripMs: 31 });
  });

  it("has no time before one was measured, and never less than a millisecond", () => {
    const nominated = { nominated: true, state: "succeeded" };
    expect(
      readPath(stats({ P: { ...pair, ...nominated, currentRoundTripTime: undefined }, L: host }))
        ?.roundTripMs,
    ).toBeNull();
    expect(
      readPath(stats({ P: { ...pair, ...nominated, currentRoundTripTime: 0.0001 }, L: host }))?.roundTripMs,
    ).toBe(1);
  });

  it("is unknown while there is none", () => {
    expect(readPath(stats({ T: { type: "transport" } }))).toBeNull();
  });
});
