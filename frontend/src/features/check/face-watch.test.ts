import { describe, expect, it } from "vitest";

import type { ServerMessage } from "@/client";
import { deliverySample } from "@/test/delivery-sample";

import { isDarkPicture } from "./brightness";
import { FaceWatch } from "./face-watch";

function sample(face_detected: boolean): ServerMessage {
  return { type: "delivery.sample", sample: deliverySample({ face_detected }) };
}

describe("seeing a face", () => {
  it("is not a matter of one frame", () => {
    const watch = new FaceWatch();
    for (const seen of [true, true, true, true]) watch.take(sample(seen));
    expect(watch.state).toBe("unknown");
    watch.take(sample(false));
    expect(watch.state).toBe("seen");
    for (const seen of [false, false]) watch.take(sample(seen));
    expect(watch.state).toBe("unseen");
    watch.forget();
    expect(watch.state).toBe("unknown");
  });
});

describe("the light", () => {
  it("is judged by the whole picture", () => {
    const grey = (value: number) => new Uint8ClampedArray([value, value, value, 255]);
    expect(isDarkPicture(grey(20))).toBe(true);
    expect(isDarkPicture(grey(120))).toBe(false);
    expect(isDarkPicture(new Uint8ClampedArray([...grey(0), ...grey(200)]))).toBe(false);
  });
});
