import {
  issueTicket,
  readConfig,
  type Answer,
  type Authenticate,
  type Offer,
  type Ticket,
  type TicketRequest,
} from "@/client";
import { i18n } from "@/i18n";
import { readBody, toError } from "@/lib/errors";
import { newRequestId, REQUEST_ID } from "@/lib/request-id";

/** How a connection is asked for: the API for tickets, the media server that they name for the rest. */
export interface Signalling {
  iceServers(signal: AbortSignal): Promise<RTCIceServer[]>;
  /** A ticket that opens one door once: ask for it when the door is in reach. */
  ticket(wanted: TicketRequest, signal: AbortSignal): Promise<Ticket>;
  offer(mediaUrl: string, offer: Offer, signal: AbortSignal): Promise<Answer>;
  socket(mediaUrl: string, sessionId: string): WebSocket;
}

/** Signalling for one interview. Its requests throw errors of lib/errors.ts. */
export function signallingFor(interviewId: string): Signalling {
  return {
    async iceServers(signal) {
      const { ice_servers } = await readConfig({ signal });
      return ice_servers.flatMap(asIceServer);
    },
    ticket: (body, signal) => issueTicket({ path: { interview_id: interviewId }, body, signal }),
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
    headers: {
      "Content-Type": "application/json",
      "Accept-Language": i18n.language,
      // The whole call's, with everything that is said in it.
      [REQUEST_ID]: newRequestId(),
    },
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
