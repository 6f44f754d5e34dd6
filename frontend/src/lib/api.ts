import { client } from "@/client/client.gen";
import { i18n } from "@/i18n";

import { toError } from "./errors";
import { newRequestId, REQUEST_ID } from "./request-id";
import { Session } from "./session";

/** Every request says which language the page speaks, so that the server's messages match it, and has an id. */
async function send(request: Request): Promise<Response> {
  request.headers.set("Accept-Language", i18n.language);
  request.headers.set(REQUEST_ID, newRequestId());
  return fetch(request);
}

export const session = new Session({
  send,
  // Web Locks need a secure context; on plain http, outside localhost, each tab takes its chance.
  exclusive: (task) => ("locks" in navigator ? navigator.locks.request("visavis.refresh", task) : task()),
  channel: "BroadcastChannel" in window ? new BroadcastChannel("visavis.session") : null,
});

client.setConfig({
  baseUrl: location.origin,
  fetch: (input, init) => session.fetch(new Request(input, init)),
});
client.interceptors.error.use((error, response: Response | undefined) => toError(error, response));
