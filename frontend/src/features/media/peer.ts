/** The peer connection to the media server: what is sent over it, and when it is ready. */

/** What the candidate sends; null where there is no such device, or no consent that would want it. */
export interface OutboundTracks {
  microphone: MediaStreamTrack | null;
  camera: MediaStreamTrack | null;
}

/** The media server looks at five frames a second of a face: twice as many are one for each look, however uneven they
 * come, and more would only cost the candidate's line and the server's decoder. */
const VIDEO = { maxHeight: 480, maxFramerate: 10, maxBitrate: 600_000 };
const AUDIO = { maxBitrate: 48_000 };

/** Candidates that are not found by then (a STUN server that does not answer) are done without. */
const GATHERING_MS = 3_000;
/** The media server gives a peer up after 15 s: before that, the page knows by itself that there is no way through. */
const CONNECT_MS = 12_000;

/** Sound and picture found no way through in time. */
export class PeerBlockedError extends Error {
  override readonly name = "PeerBlockedError";
}

/** A peer that sends the tracks and hears the interviewer, who is heard and not seen. */
export function createPeer(iceServers: RTCIceServer[], tracks: OutboundTracks): RTCPeerConnection {
  const peer = new RTCPeerConnection({ iceServers });
  if (tracks.microphone) {
    peer.addTransceiver(tracks.microphone, { direction: "sendrecv", sendEncodings: [AUDIO] });
  } else {
    peer.addTransceiver("audio", { direction: "recvonly" });
  }
  if (tracks.camera) {
    const height = tracks.camera.getSettings().height ?? VIDEO.maxHeight;
    const { maxFramerate, maxBitrate } = VIDEO;
    const scaleResolutionDownBy = Math.max(1, height / VIDEO.maxHeight);
    peer.addTransceiver(tracks.camera, {
      direction: "sendonly",
      sendEncodings: [{ maxFramerate, maxBitrate, scaleResolutionDownBy }],
    });
  }
  return peer;
}

/** The SDP of an offer that holds the peer's ICE candidates: the media server takes no late ones. */
export async function gatherOffer(peer: RTCPeerConnection, signal: AbortSignal): Promise<string> {
  await peer.setLocalDescription();
  await until(
    peer,
    "icegatheringstatechange",
    () => peer.iceGatheringState === "complete",
    GATHERING_MS,
    signal,
  );
  signal.throwIfAborted();
  return peer.localDescription?.sdp ?? "";
}

/** Returns once sound and picture flow. Throws `PeerBlockedError` when they do not in time. */
export async function connected(peer: RTCPeerConnection, signal: AbortSignal): Promise<void> {
  const isDecided = () => ["connected", "failed", "closed"].includes(peer.connectionState);
  await until(peer, "connectionstatechange", isDecided, CONNECT_MS, signal);
  signal.throwIfAborted();
  if (peer.connectionState !== "connected") throw new PeerBlockedError(peer.connectionState);
}

/** Returns when `isSo` holds, which each `event` may have brought about, or time is up, or the signal aborts. */
function until(
  target: EventTarget,
  event: string,
  isSo: () => boolean,
  patienceMs: number,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      target.removeEventListener(event, look);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const look = () => {
      if (isSo()) end();
    };
    const timer = setTimeout(end, patienceMs);
    target.addEventListener(event, look);
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
    else look();
  });
}
