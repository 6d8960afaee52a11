import { assertEquals, assertThrows } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import {
  MalformedLine,
  PuterLineReader,
  StreamErrorLine,
} from "../../../lib/puter/chat/lines.ts";
import { RecordingSink } from "../../helpers/recording_sink.ts";

const encoder = new TextEncoder();

interface Read {
  sink: RecordingSink;
  reader: PuterLineReader;
}

/** Feeds bytes in pieces that end at the given places. */
function read(bytes: Uint8Array, cuts: number[] = []): Read {
  const sink = new RecordingSink();
  const reader = new PuterLineReader(sink, { provider: "ollama" });
  let from = 0;
  for (const cut of [...cuts, bytes.byteLength].sort((a, b) => a - b)) {
    // A reused buffer, as the transports have: nothing may keep a view of it.
    const chunk = bytes.slice(from, cut);
    reader.push(chunk);
    chunk.fill(0);
    from = cut;
  }
  reader.end();
  return { sink, reader };
}

function lines(...events: unknown[]): Uint8Array {
  return encoder.encode(
    events.map((event) => JSON.stringify(event) + "\n").join(""),
  );
}

const USAGE = {
  type: "usage",
  usage: { prompt: 8, completion: 7, input_cache_read: 4, usd_cents: null },
};

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.constantFrom(
    '"',
    "\\",
    "\\u",
    "}\n",
    '"}\n{"type":"text"',
    "\u2028",
    "😀",
  ),
);

const event = fc.oneof(
  text.map((text) => ({ type: "text", text })),
  text.map((reasoning) => ({ type: "reasoning", reasoning })),
  // Other spellings of the same lines take the parsed path.
  text.map((text) => ({ text, type: "text" })),
  text.map((text) => ({ type: "text", text, extra_content: { a: [1] } })),
);

describe("PuterLineReader", () => {
  it("gives the same events wherever the stream is cut", () => {
    fc.assert(fc.property(
      fc.array(event, { maxLength: 20 }),
      fc.array(fc.nat(2000), { maxLength: 30 }),
      (events, cuts) => {
        const bytes = lines(...events, USAGE);
        const { sink, reader } = read(
          bytes,
          cuts.map((cut) => cut % (bytes.byteLength + 1)),
        );
        assertEquals(
          sink.textSoFar,
          events.map((event) => "text" in event ? event.text : "").join(""),
        );
        assertEquals(
          sink.reasoningSoFar,
          events.map((event) => "reasoning" in event ? event.reasoning : "")
            .join(""),
        );
        assertEquals(reader.usageSeen, true);
        assertEquals(reader.usage?.completionTokens, 7);
      },
    ));
  });

  it("gives the same events when every byte comes alone", () => {
    const bytes = lines(
      { type: "text", text: "你好 ✓" },
      { type: "reasoning", reasoning: 'a "b"\n' },
      { type: "text", text: "😀" },
      USAGE,
    );
    const { sink } = read(bytes, [...bytes.keys()]);
    assertEquals(sink.events, [
      { text: "你好 ✓" },
      { reasoning: 'a "b"\n' },
      { text: "😀" },
    ]);
  });

  it("joins a surrogate pair that is escaped in two lines", () => {
    const bytes = encoder.encode(
      '{"type":"text","text":"\\ud83d"}\n{"type":"text","text":"\\ude00"}\n',
    );
    assertEquals(read(bytes).sink.textSoFar, "😀");
  });

  it("passes a complete tool call on and ignores its empty text", () => {
    const { sink, reader } = read(lines({
      type: "tool_use",
      id: "call_1",
      name: "get_weather",
      input: { city: "Paris" },
      text: "",
    }, USAGE));
    assertEquals(sink.events, [{
      call: {
        id: "call_1",
        name: "get_weather",
        arguments: '{"city":"Paris"}',
      },
    }]);
    assertEquals(reader.toolsCalled, true);
  });

  it("passes an image on", () => {
    const url = "data:image/png;base64,AAAA";
    const { sink } = read(
      lines({
        type: "image",
        image: { type: "image_url", image_url: { url } },
      }),
    );
    assertEquals(sink.events, [{ image: url }]);
  });

  it("knows a usage line without counts from none at all", () => {
    const bare = read(lines({ type: "text", text: "a" }, { type: "usage" }));
    assertEquals(bare.reader.usageSeen, true);
    assertEquals(bare.reader.usage, null);
    assertEquals(
      read(lines({ type: "text", text: "a" })).reader.usageSeen,
      false,
    );
  });

  it("recognises filler by its one piece and its bare usage", () => {
    const filler = { type: "usage", usage: { usd_cents: null } };
    const piece = { type: "text", text: "Lorem" };
    assertEquals(read(lines(piece, filler)).reader.isFiller, true);
    assertEquals(read(lines(piece, piece, filler)).reader.isFiller, false);
    assertEquals(read(lines(piece, { type: "usage" })).reader.isFiller, false);
    assertEquals(read(lines(piece, USAGE)).reader.isFiller, false);
  });

  it("ignores metadata and kinds of lines that are not known yet", () => {
    const { sink, reader } = read(lines(
      { type: "extra_content", extra_content: { google: {} } },
      { type: "compaction", encrypted_content: "x" },
      { type: "news", news: 1 },
      USAGE,
    ));
    assertEquals(sink.events, []);
    assertEquals(reader.started, false);
  });

  it("throws the upstream's own words for an error line", () => {
    for (
      const line of [
        { type: "error", message: "terminated" },
        { error: { code: "x", message: "y" } },
        { success: false, error: { code: "x" } },
      ]
    ) {
      const thrown = assertThrows(() => read(lines(line)), StreamErrorLine);
      assertEquals(thrown.line, line);
    }
  });

  it("throws for lines that are no events", () => {
    for (
      const line of [
        "nonsense",
        "[1]",
        "null",
        '{"type":"text"}',
        '{"type":"text","text":1}',
        '{"type":"text","text":"a\\x"}',
        '{"type":"text","text":"\\u12"}',
        '{"type":"text","text":"a',
        '{"type":"tool_use","id":"a"}',
      ]
    ) {
      assertThrows(
        () => read(encoder.encode(line + "\n")),
        MalformedLine,
        undefined,
        line,
      );
    }
  });

  it("does not let a raw newline inside a text join two lines", () => {
    assertThrows(
      () => read(encoder.encode('{"type":"text","text":"a\nb"}\n')),
      MalformedLine,
    );
  });

  it("reads a last line that lacks its newline", () => {
    const { reader } = read(encoder.encode(JSON.stringify(USAGE)));
    assertEquals(reader.usageSeen, true);
  });
});
