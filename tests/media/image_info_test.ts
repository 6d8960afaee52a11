import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { imageInfo } from "../../lib/media/image_info.ts";

/** Bytes given as text for letters and as numbers for the rest. */
function bytes(...parts: (string | number[])[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) =>
      typeof part === "string"
        ? [...part].map((letter) => letter.charCodeAt(0))
        : part
    ),
  );
}

const PNG = bytes([0x89], "PNG\r\n\x1a\n", [0, 0, 0, 13], "IHDR", [
  ...[0, 0, 4, 0],
  ...[0, 0, 6, 0],
]);

const JPEG = bytes(
  [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2],
  // A table that is no frame, and a fill byte before the frame.
  [0xff, 0xc4, 0, 3, 9, 0xff, 0xff, 0xc2, 0, 11, 8, 6, 0, 4, 0],
);

function webp(kind: string, ...rest: number[]): Uint8Array {
  return bytes("RIFF", [0, 0, 0, 0], "WEBP", kind, [0, 0, 0, 0], rest);
}

describe("imageInfo()", () => {
  it("tells format and size of what vendors make", () => {
    const size = { width: 1024, height: 1536 };
    const cases: [string, Uint8Array][] = [
      ["png", PNG],
      ["jpeg", JPEG],
      ["webp", webp("VP8 ", 0, 0, 0, 0x9d, 1, 0x2a, 0, 4, 0, 6)],
      ["webp", webp("VP8L", 0x2f, 0xff, 0xc3, 0x7f, 1)],
      ["webp", webp("VP8X", 0, 0, 0, 0, 0xff, 3, 0, 0xff, 5, 0)],
      ["gif", bytes("GIF89a", [0, 4, 0, 6])],
    ];
    for (const [format, head] of cases) {
      assertEquals(imageInfo(head, `image/${format}`), { format, ...size });
    }
  });

  it("tells the format alone where the head is too short", () => {
    for (const [format, head] of [["png", PNG], ["jpeg", JPEG]] as const) {
      for (let length = 0; length < head.length - 2; length++) {
        const told = imageInfo(head.subarray(0, length), `image/${format}`);
        assertEquals(told, { format }, `${format} ${length}`);
      }
    }
  });

  it("takes nothing else for an image", () => {
    for (const type of ["text/html", "image/svg+xml", undefined]) {
      assertEquals(imageInfo(PNG, type), null);
    }
  });
});
