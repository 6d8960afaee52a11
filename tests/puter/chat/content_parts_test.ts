import { assertEquals, assertThrows } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import type { ContentPart } from "../../../lib/chat/request.ts";
import { ApiError } from "../../../lib/http/errors.ts";
import { toPuterPart } from "../../../lib/puter/chat/content_parts.ts";
import type { ModelFamily } from "../../../lib/puter/models/models.ts";

const PARAM = "messages[2].content[1]";

/** Stands where megabytes of base64 would: it must travel untouched. */
const OPAQUE = "<payload 7,of,9>";

type Row = [part: ContentPart, family: ModelFamily, sent: unknown];

const HTTPS = "https://example.com/cat.png";
const PNG = `data:image/png;base64,${OPAQUE}`;
const PDF = `data:application/pdf;base64,${OPAQUE}`;

const ROWS: Row[] = [
  [{ type: "text", text: "Hi" }, "openai", { type: "text", text: "Hi" }],
  [
    { type: "image", url: PNG, detail: "low" },
    "openai",
    { type: "image_url", image_url: { url: PNG, detail: "low" } },
  ],
  [
    { type: "image", url: HTTPS },
    "openai",
    { type: "image_url", image_url: { url: HTTPS } },
  ],
  [
    { type: "image", url: PNG, detail: "high" },
    "responses",
    { type: "input_image", image_url: PNG, detail: "high" },
  ],
  [
    { type: "image", url: PNG },
    "claude",
    {
      type: "image",
      source: { type: "base64", media_type: "image/png", data: OPAQUE },
    },
  ],
  [
    { type: "image", url: `DATA:Image/JPEG;name=x;BASE64,${OPAQUE}` },
    "claude",
    {
      type: "image",
      source: { type: "base64", media_type: "image/jpeg", data: OPAQUE },
    },
  ],
  [
    { type: "image", url: HTTPS },
    "claude",
    { type: "image", source: { type: "url", url: HTTPS } },
  ],
  [
    { type: "audio", data: OPAQUE, format: "wav" },
    "openai",
    { type: "input_audio", input_audio: { data: OPAQUE, format: "wav" } },
  ],
  [
    { type: "file", filename: "a.pdf", data: PDF },
    "openai",
    { type: "file", file: { filename: "a.pdf", file_data: PDF } },
  ],
  [
    { type: "file", filename: "a.pdf", data: PDF },
    "responses",
    { type: "input_file", filename: "a.pdf", file_data: PDF },
  ],
  [
    { type: "file", data: PDF },
    "openai",
    { type: "file", file: { filename: "document.pdf", file_data: PDF } },
  ],
  [
    { type: "file", data: "https://example.com/a.pdf" },
    "responses",
    { type: "input_file", file_url: "https://example.com/a.pdf" },
  ],
  [
    { type: "file", filename: "a.pdf", data: PDF },
    "claude",
    {
      type: "document",
      source: { type: "base64", media_type: "application/pdf", data: OPAQUE },
      title: "a.pdf",
    },
  ],
  [
    { type: "file", filename: "A.PDF", data: OPAQUE },
    "claude",
    {
      type: "document",
      source: { type: "base64", media_type: "application/pdf", data: OPAQUE },
      title: "A.PDF",
    },
  ],
  [
    { type: "file", data: "https://example.com/a.pdf" },
    "claude",
    {
      type: "document",
      source: { type: "url", url: "https://example.com/a.pdf" },
    },
  ],
  [
    { type: "file", data: PNG },
    "claude",
    {
      type: "image",
      source: { type: "base64", media_type: "image/png", data: OPAQUE },
    },
  ],
];

const REFUSED: [part: ContentPart, family: ModelFamily][] = [
  [{ type: "audio", data: OPAQUE, format: "wav" }, "claude"],
  [{ type: "audio", data: OPAQUE, format: "wav" }, "responses"],
  [{ type: "file", fileId: "file-1" }, "openai"],
  [{ type: "file", data: "https://example.com/a.pdf" }, "openai"],
  [{ type: "file", fileId: "file-1" }, "claude"],
  [{ type: "file", filename: "a.txt", data: OPAQUE }, "claude"],
  [{ type: "file", data: `data:text/plain;base64,${OPAQUE}` }, "claude"],
  [{ type: "file", data: "data:application/pdf,raw" }, "claude"],
  [{ type: "image", url: "data:image/svg+xml,raw" }, "claude"],
  [{ type: "image", url: "ftp://example.com/cat.png" }, "claude"],
];

describe("toPuterPart()", () => {
  for (const [part, family, sent] of ROWS) {
    it(`sends ${part.type} to ${family} as ${JSON.stringify(sent)}`, () => {
      assertEquals(toPuterPart(part, family, PARAM) as unknown, sent);
    });
  }

  for (const [part, family] of REFUSED) {
    it(`refuses ${JSON.stringify(part)} for ${family}`, () => {
      const error = assertThrows(
        () => toPuterPart(part, family, PARAM),
        ApiError,
      );
      assertEquals(error.status, 400);
      assertEquals(error.code, "unsupported_value");
      assertEquals(error.param, PARAM);
    });
  }
});
