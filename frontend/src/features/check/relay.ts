import { Store } from "@/lib/store";

/** What became of asking the installation's relay (TURN) for an address. */
export type RelayVerdict =
  /** None is configured. */
  | "none"
  /** It gave an address: media can go through it. */
  | "ready"
  /** It answered, and gave none: wrong credentials, a full server. */
  | "refused"
  /** Nothing came back. */
  | "silent";

export type RelayState = { kind: "asking" } | { kind: RelayVerdict };

/** Over TCP and TLS, which are tried after UDP, an answer takes this long. */
const ANSWER_MS = 8_000;
/** Of `icecandidateerror`: the server could not be reached. Below are errors that it answered with (RFC 8489). */
const UNREACHABLE_CODE = 701;

/** Asks the relay while nothing depends on it: a network that lets media through directly tells nothing of it. */
export class RelayProbe extends Store<RelayState> {
  #life = new AbortController();
  readonly #iceServers: (signal: AbortSignal) => Promise<RTCIceServer[]>;

  constructor(iceServers: (signal: AbortSignal) => Promise<RTCIceServer[]>) {
    super({ kind: "asking" });
    this.#iceServers = iceServers;
  }

  /** Asks, once more where it did before. */
  async ask(): Promise<void> {
    this.close();
    const { signal } = (this.#life = new AbortController());
    this.become({ kind: "asking" });
    try {
      const verdict = await askRelay(await this.#iceServers(signal), signal);
      if (!signal.aborted) this.become({ kind: verdict });
    } catch {
      // Without the list of servers there is nothing to say; the connection beside this one says what is wrong.
    }
  }

  close(): void {
    this.#life.abort();
  }
}

/** Throws the signal's reason where it is aborted already. */
export async function askRelay(servers: RTCIceServer[], signal: AbortSignal): Promise<RelayVerdict> {
  signal.throwIfAborted();
  const iceServers = servers.filter(isRelay);
  if (iceServers.length === 0) return "none";
  const peer = new RTCPeerConnection({ iceServers, iceTransportPolicy: "relay" });
  try {
    peer.addTransceiver("audio", { direction: "recvonly" });
    const verdict = answered(peer, signal);
    await peer.setLocalDescription();
    return await verdict;
  } finally {
    peer.close();
  }
}

function isRelay({ urls }: RTCIceServer): boolean {
  return [urls].flat().some((url) => /^turns?:/i.test(url));
}

function answered(peer: RTCPeerConnection, signal: AbortSignal): Promise<RelayVerdict> {
  return new Promise((resolve) => {
    let failure: RelayVerdict = "silent";
    const end = (verdict: RelayVerdict) => {
      clearTimeout(timer);
      resolve(verdict);
    };
    const giveUp = () => {
      end(failure);
    };
    const timer = setTimeout(giveUp, ANSWER_MS);
    peer.addEventListener("icecandidate", ({ candidate }) => {
      if (candidate?.type === "relay") end("ready");
    });
    peer.addEventListener("icecandidateerror", ({ errorCode }) => {
      if (errorCode < UNREACHABLE_CODE) failure = "refused";
    });
    peer.addEventListener("icegatheringstatechange", () => {
      if (peer.iceGatheringState === "complete") giveUp();
    });
    signal.addEventListener("abort", giveUp);
  });
}
