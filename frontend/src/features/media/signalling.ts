import {
  issueTicket,
  readConfig,
  type Answer,
  type Authenticate,
  type Offer,
  type TicketRequest,
} from "@/client";
import { i18n } from "@/i18n";
import { readBody, toError } from "@/lib/errors";

/** How a connection is asked for: the API for tickets, the media server for the rest. */
export interface Signalling {
  /** Where the media server is, and the ICE servers to use. */
  config(signal: AbortSignal): Promise<MediaConfig>;
  /** A ticket that opens one door once: ask for it when the door is in reach. */
  ticket(wanted: TicketRequest, signal: AbortSignal): Promise<string>;
  offer(mediaUrl: string, offer: Offer, signal: AbortSignal): Promise<Answer>;
  socket(mediaUrl: string, sessionId: string): WebSocket;
}

export interface MediaConfig {
  mediaUrl: string;
  iceServers: RTCIceServer[];
}

/** Signalling for one interview. Its requests throw errors of lib/errors.ts. */
export function signallingFor(interviewId: string): Signalling {
  return {
    async config(signal) {
      const { media_url, ice_servers } = await readConfig({ signal });
      return { mediaUrl: media_url, iceServers: ice_servers.flatMap(asIceServer) };
    },
    async ticket(body, signal) {
      const { ticket } = await issueTicket({ path: { interview_id: interviewId }, body, signal });
      return ticket;
    },
    offer: postOffer,
    socket(mediaUrl, sessionId) {
      const url = new URL(`${mediaUrl}/ws/${sessionId}`, location.href);
      url.protocol = url.protocol.replace("http", "ws");
      return new WebSocket(url);
    },
  };
}

export function authenticate(ticket: string): Authenticate & { type: "authenticate" } {
  return { type: "authenticate", ticket };
}

/** The media server may be of another origin, and knows no sign-in but the ticket. */
async function postOffer(mediaUrl: string, offer: Offer, signal: AbortSignal): Promise<Answer> {
  const response = await fetch(new URL(`${mediaUrl}/offer`, location.href), {
    method: "POST",
    headers: { "Content-Type": "application/json", "Accept-Language": i18n.language },
    body: JSON.stringify(offer),
    credentials: "omit",
    signal,
  }).catch((error: unknown) => {
    throw toError(error);
  });
  if (!response.ok) throw toError(await readBody(response), response);
  return (await response.json()) as Answer;
}

function asIceServer(server: Record<string, string | string[]>): RTCIceServer[] {
  const { urls, username, credential } = server;
  if (urls === undefined) return [];
  return [
    {
      urls,
      ...(typeof username === "string" && { username }),
      ...(typeof credential === "string" && { credential }),
    },
  ];
}
