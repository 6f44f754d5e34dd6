import { beforeEach, describe, expect, it, vi } from "vitest";

import { UnreachableError } from "./errors";
import { Session } from "./session";

const url = "http://localhost:3000/api/interviews";

function grant(token: string) {
  return Response.json({ access_token: token, token_type: "bearer", expires_in: 900 });
}

/** A server that honours one access token and renews it `renewals` times. */
function server({ renewals = 1 } = {}) {
  let valid = "token-0";
  let issued = 0;
  const seen: string[] = [];
  const send = vi.fn(async (request: Request) => {
    await Promise.resolve();
    if (request.url.endsWith("/token/refresh")) {
      if (issued === renewals) return new Response(null, { status: 401 });
      issued += 1;
      valid = `token-${issued}`;
      return grant(valid);
    }
    const token = request.headers.get("Authorization")?.replace("Bearer ", "");
    seen.push(`${token} ${await request.text()}`.trim());
    return new Response(null, { status: token === valid ? 200 : 401 });
  });
  return { send, seen, refreshes: () => issued, expire: () => (valid = "none") };
}

function signedIn(send: (request: Request) => Promise<Response>) {
  const session = new Session({ send });
  session.signedIn({ access_token: "token-0", token_type: "bearer", expires_in: 900 });
  return session;
}

beforeEach(() => {
  localStorage.clear();
});

describe("Session", () => {
  it("renews an expired token once for all requests that met it, and sends each again", async () => {
    const api = server();
    const session = signedIn(api.send);
    api.expire();

    const responses = await Promise.all([1, 2, 3].map(() => session.fetch(new Request(url))));

    expect(responses.map((response) => response.status)).toEqual([200, 200, 200]);
    expect(api.refreshes()).toBe(1);
    expect(api.seen.filter((token) => token === "token-1")).toHaveLength(3);
  });

  it("sends the body again after a renewal", async () => {
    const api = server();
    const session = signedIn(api.send);
    api.expire();
    await session.fetch(new Request(url, { method: "POST", body: "answer" }));
    expect(api.seen).toEqual(["token-0 answer", "token-1 answer"]);
  });

  it("becomes anonymous when the cookie is refused, and hands the 401 on", async () => {
    const api = server({ renewals: 0 });
    const session = signedIn(api.send);
    const changed = vi.fn();
    session.subscribe(changed);
    api.expire();

    const response = await session.fetch(new Request(url));

    expect(response.status).toBe(401);
    expect(session.state).toEqual({ kind: "anonymous" });
    expect(session.mayBeSignedIn).toBe(false);
    expect(changed).toHaveBeenCalledOnce();
  });

  it("stays signed in when the server cannot be asked", async () => {
    const send = vi.fn<(request: Request) => Promise<Response>>();
    send.mockResolvedValueOnce(new Response(null, { status: 401 }));
    send.mockRejectedValueOnce(new TypeError("Failed to fetch"));
    const session = signedIn(send);
    await expect(session.fetch(new Request(url))).rejects.toThrow(UnreachableError);
    expect(session.state.kind).toBe("signed-in");
  });

  it("restores by the cookie once, then answers from memory", async () => {
    const api = server();
    const session = new Session({ send: api.send });
    await Promise.all([session.restore(), session.restore()]);
    await session.restore();
    expect(api.send).toHaveBeenCalledOnce();
    expect(session.state).toEqual({ kind: "signed-in", accessToken: "token-1" });
  });

  it("asks for the token inside the lock that tabs share", async () => {
    const api = server();
    const order: string[] = [];
    const session = new Session({
      send: (request) => {
        order.push("request");
        return api.send(request);
      },
      exclusive: async (task) => {
        order.push("locked");
        const result = await task();
        order.push("released");
        return result;
      },
    });
    await session.restore();
    expect(order).toEqual(["locked", "request", "released"]);
  });

  it("keeps the access token out of storage and signs the other tabs out", () => {
    const posted: unknown[] = [];
    const channel = { addEventListener: vi.fn(), postMessage: (message: unknown) => posted.push(message) };
    const session = new Session({ send: vi.fn(), channel: channel as unknown as BroadcastChannel });
    session.signedIn({ access_token: "secret-token", token_type: "bearer", expires_in: 900 });
    expect(JSON.stringify(localStorage)).not.toContain("secret-token");
    session.signedOut();
    expect(session.state).toEqual({ kind: "anonymous" });
    expect(posted).toEqual(["signed-out"]);
  });
});
