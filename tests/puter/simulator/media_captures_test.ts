import { assert, assertEquals } from "@std/assert";
import { encodeHex } from "@std/encoding/hex";
import { describe, it } from "@std/testing/bdd";
import { answerMedia } from "../../../lib/puter/simulator/media.ts";
import audio from "../../fixtures/puter/media_audio.json" with { type: "json" };
import image from "../../fixtures/puter/media_image.json" with { type: "json" };
import video from "../../fixtures/puter/media_video.json" with { type: "json" };

interface Capture {
  name: string;
  interface: string;
  method: string;
  args: Record<string, unknown>;
  status: number;
  contentType: string;
  body?: unknown;
  /** Of a body too long to be kept. */
  characters?: number;
  beginsWith?: string;
  /** Of a body that is no text. */
  bytes?: number;
  begins?: string;
}

const captures: Capture[] = [...image, ...video, ...audio];

describe("simulated media drivers, against captured exchanges", () => {
  for (const capture of captures) {
    it(`answer as captured: ${capture.interface}, ${capture.name}`, () => {
      const { status, contentType, body } = answerMedia(
        capture.interface,
        capture.method,
        capture.args,
      );
      assertEquals(status, capture.status);
      assertEquals(contentType, capture.contentType);
      if (typeof body !== "string") {
        assertEquals(body.length, capture.bytes);
        assertEquals(encodeHex(body.subarray(0, 32)), capture.begins);
      } else if (capture.characters !== undefined) {
        assertEquals(body.length, capture.characters);
        assert(body.startsWith(capture.beginsWith ?? ""), body);
      } else assertEquals(body, JSON.stringify(capture.body));
    });
  }
});
