import { describe, expect, it, vi } from "vitest";

import { session } from "./api";
import { ApiError, UnreachableError } from "./errors";
import { readEventStream } from "./event-stream";

/** A body that arrives in pieces which respect neither lines nor characters. */
function inPieces(text: string, size: number): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  return new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
      controller.close();
    },
  });
}

async function collect(lastEventId: string | null = null) {
  const messages = [];
  const options = { lastEventId, signal: new AbortController().signal };
  for await (const message of readEventStream("/api/interviews/1/events", options)) messages.push(message);
  return messages;
}

describe("readEventStream", () => {
  it("puts messages together from pieces, Korean included, and asks to go on where it stopped", async () => {
    const send = vi.spyOn(session, "fetch");
    send.mockResolvedValue(
      new Response(inPieces(': hello\n\nid: 7\nevent: answer.saved\ndata: {"text":"안녕하세요"}\n\n', 3)),
    );
    const messages = await collect("6");
    expect(messages).toMatchObject([{ id: "7", event: "answer.saved", data: '{"text":"안녕하세요"}' }]);
    expect(send.mock.calls[0]?.[0].headers.get("Last-Event-ID")).toBe("6");
  });

  it("throws the server's refusal, and tells it from a server that is away", async () => {
    const send = vi.spyOn(session, "fetch");
    send.mockResolvedValueOnce(
      Response.json({ error: "InterviewNotFound", detail: "No.", fields: {} }, { status: 404 }),
    );
    await expect(collect()).rejects.toBeInstanceOf(ApiError);
    send.mockRejectedValueOnce(new TypeError("Failed to fetch"));
    await expect(collect()).rejects.toBeInstanceOf(UnreachableError);
  });
});
