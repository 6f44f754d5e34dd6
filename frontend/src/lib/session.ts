import type { AccessToken } from "@/client";

import { readBody, toError } from "./errors";
import { storage } from "./preferences";

/**
 * Who is signed in, as far as this page knows. The access token lives in this object alone; what outlives the
 * page is the refresh token, in a cookie that scripts cannot read.
 */
export type SessionState =
  { kind: "unknown" } | { kind: "anonymous" } | { kind: "signed-in"; accessToken: string };

/** Runs the task while no other tab runs one. A refresh token works once: two tabs must not spend the same. */
export type Exclusive = <T>(task: () => Promise<T>) => Promise<T>;

interface SessionOptions {
  /** Sends a request as it is. */
  send: (request: Request) => Promise<Response>;
  exclusive?: Exclusive;
  channel?: BroadcastChannel | null;
}

/** Set while a refresh cookie is likely there, so that a visitor who never signed in sends no refresh request. */
const HINT_KEY = "visavis.session";

const REFRESH_PATH = "/api/token/refresh";

export class Session {
  #state: SessionState = { kind: "unknown" };
  #refreshing: Promise<SessionState> | null = null;
  readonly #listeners = new Set<() => void>();
  readonly #send: SessionOptions["send"];
  readonly #exclusive: Exclusive;
  readonly #channel: BroadcastChannel | null;

  constructor({ send, exclusive = (task) => task(), channel = null }: SessionOptions) {
    this.#send = send;
    this.#exclusive = exclusive;
    this.#channel = channel;
    this.#channel?.addEventListener("message", () => {
      this.#become({ kind: "anonymous" });
    });
  }

  get state(): SessionState {
    return this.#state;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  signedIn(grant: AccessToken): void {
    this.#become({ kind: "signed-in", accessToken: grant.access_token });
  }

  /** Forgets the token here and in the other tabs. The cookie is the server's to clear, by `POST /api/logout`. */
  signedOut(): void {
    this.#become({ kind: "anonymous" });
    this.#channel?.postMessage("signed-out");
  }

  /** Whether a refresh is worth a request on a page that anybody may see. */
  get mayBeSignedIn(): boolean {
    return this.#state.kind === "signed-in" || storage.read(HINT_KEY) !== null;
  }

  /** The state once it is known. Throws an error of lib/errors.ts when the server cannot be asked. */
  async restore(): Promise<SessionState> {
    return this.#state.kind === "unknown" ? this.refresh() : this.#state;
  }

  /** A new access token for the cookie. Callers at the same time share one request. */
  async refresh(): Promise<SessionState> {
    this.#refreshing ??= this.#exclusive(() => this.#requestToken()).finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  /** `fetch` with the access token; an expired one is renewed and the request sent once more. */
  fetch = async (request: Request): Promise<Response> => {
    if (this.#state.kind !== "signed-in") return this.#send(request);
    const used = this.#state;
    const again = request.clone();
    const response = await this.#send(withToken(request, used.accessToken));
    if (response.status !== 401) return response;

    // Another request may have renewed the token, or signed out, while this one was on its way.
    const state = this.state === used ? await this.refresh() : this.state;
    return state.kind === "signed-in" ? this.#send(withToken(again, state.accessToken)) : response;
  };

  async #requestToken(): Promise<SessionState> {
    const request = new Request(new URL(REFRESH_PATH, location.origin), { method: "POST" });
    const response = await this.#send(request).catch((error: unknown) => {
      throw toError(error);
    });
    if (response.ok) {
      this.signedIn((await response.json()) as AccessToken);
    } else if (response.status === 401 || response.status === 403) {
      this.#become({ kind: "anonymous" });
    } else {
      throw toError(await readBody(response), response);
    }
    return this.#state;
  }

  #become(state: SessionState): void {
    const changed = state.kind !== this.#state.kind;
    this.#state = state;
    storage.write(HINT_KEY, state.kind === "signed-in" ? "1" : null);
    if (changed) for (const listener of this.#listeners) listener();
  }
}

function withToken(request: Request, accessToken: string): Request {
  request.headers.set("Authorization", `Bearer ${accessToken}`);
  return request;
}
