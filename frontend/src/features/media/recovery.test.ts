import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import {
  FakePeer,
  FakeSocket,
  fakeMedia,
  letPeerThrough,
  liveError,
  pass,
  peer,
  socket,
  stand,
  type FakeServer,
} from "@/test/fake-media";

import type { MediaConnection } from "./connection";

let server: FakeServer;
let connection: MediaConnection;

beforeEach(() => {
  server = fakeMedia();
});

afterEach(() => {
  connection.close();
  vi.useRealTimers();
});

describe("a lost socket", () => {
  it("is opened again on the same session, with a ticket of its own and no new offer", async () => {
    connection = await stand(server);
    socket().lose();
    await pass();
    expect(connection.state.kind).toBe("reconnecting");
    await pass(500);
    socket().open();
    await pass(1_000);
    expect(connection.state.kind).toBe("connected");
    expect(socket().url).toBe("/media/one/ws/session-1");
    expect(server.tickets.map(({ purpose }) => purpose)).toEqual(["offer", "socket", "socket"]);
    expect(server.offers).toHaveLength(1);
    expect(FakePeer.all).toHaveLength(1);
  });

  it("leads to a new offer when its session is gone", async () => {
    connection = await stand(server);
    const [first] = FakePeer.all;
    socket().lose();
    await pass(500);
    socket().open();
    await pass();
    socket().say(liveError("NotFound", true));
    await pass(1_000);
    expect(first?.isClosed).toBe(true);
    await letPeerThrough();
    expect(connection.state.kind).toBe("connected");
    expect(socket().url).toBe("/media/one/ws/session-2");
  });

  it("of a media server that is gone leads to a new offer at another", async () => {
    connection = await stand(server);
    socket().lose();
    await pass(500);
    socket().lose();
    server.mediaUrl = "/media/two";
    await pass(1_000);
    expect(socket().url).toBe("/media/two/ws/session-1");
    socket().open();
    await pass();
    socket().say(liveError("NotFound", true));
    await pass(2_000);
    await letPeerThrough();
    expect(connection.state.kind).toBe("connected");
    expect(server.offeredTo).toEqual(["/media/one", "/media/two"]);
    expect(socket().url).toBe("/media/two/ws/session-2");
  });

  it("waits longer each time, but not once the browser is online again", async () => {
    connection = await stand(server);
    socket().lose();
    await pass(500);
    socket().lose();
    await pass(999);
    expect(FakeSocket.all).toHaveLength(2);
    await pass(1);
    expect(FakeSocket.all).toHaveLength(3);
    socket().lose();
    await pass();
    window.dispatchEvent(new Event("online"));
    await pass();
    expect(FakeSocket.all).toHaveLength(4);
  });
});

describe("a lost peer", () => {
  it("is offered anew, with new tickets", async () => {
    connection = await stand(server);
    const [first] = FakePeer.all;
    peer().become("failed");
    await pass(500);
    expect(first?.isClosed).toBe(true);
    await letPeerThrough();
    expect(connection.state.kind).toBe("connected");
    expect(server.tickets.map(({ purpose }) => purpose)).toEqual(["offer", "socket", "offer", "socket"]);
    expect(socket().url).toBe("/media/one/ws/session-2");
  });

  it("that comes back by itself is kept", async () => {
    connection = await stand(server);
    peer().become("disconnected");
    expect(connection.state.kind).toBe("reconnecting");
    await pass(10_000);
    peer().become("connected");
    expect(connection.state.kind).toBe("connected");
    await pass(30_000);
    expect(FakePeer.all).toHaveLength(1);
    expect(server.offers).toHaveLength(1);
  });

  it("that does not come back is given up before the media server forgets the answer", async () => {
    connection = await stand(server);
    peer().become("disconnected");
    await pass(20_500);
    expect(FakePeer.all).toHaveLength(2);
  });
});

describe("a session that the server ends with an error", () => {
  it("is opened again when it broke, and given up when it keeps breaking", async () => {
    connection = await stand(server);
    for (let broken = 1; broken < 4; broken++) {
      socket().say(liveError("VisavisError", true));
      await pass(8_000);
      await letPeerThrough();
      expect(connection.state.kind).toBe("connected");
    }
    socket().say(liveError("VisavisError", true));
    await pass();
    expect(connection.state).toMatchObject({ kind: "failed", failure: { code: "VisavisError" } });
  });

  it("counts from the start again after a while without trouble", async () => {
    connection = await stand(server);
    for (let broken = 1; broken < 8; broken++) {
      await pass(10_000);
      socket().say(liveError("VisavisError", true));
      await pass(500);
      await letPeerThrough();
    }
    expect(connection.state.kind).toBe("connected");
  });

  it("asks for a new ticket when the old one was too old", async () => {
    connection = await stand(server);
    socket().say(liveError("TicketInvalid", true));
    await pass(500);
    expect(server.tickets.at(-1)?.purpose).toBe("socket");
    expect(FakePeer.all).toHaveLength(1);
  });

  it("is over when the interview is", async () => {
    connection = await stand(server);
    socket().say(liveError("InterviewOver", true));
    await pass();
    expect(connection.state.kind).toBe("over");
  });

  it("fails where this page may not come in", async () => {
    connection = await stand(server);
    socket().say(liveError("NotAllowed", true));
    await pass();
    expect(connection.state.kind).toBe("failed");
  });
});
