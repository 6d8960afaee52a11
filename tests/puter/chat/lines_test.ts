import { assert, assertEquals, assertThrows } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { PuterLineReader } from "../../../lib/puter/chat/lines.ts";
import {
  MalformedLine,
  StreamErrorLine,
  StreamEvents,
} from "../../../lib/puter/chat/stream_events.ts";
import { RecordingSink } from "../../helpers/recording_sink.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

interface Read {
  sink: RecordingSink;
  events: StreamEvents;
}

/** Feeds bytes in pieces that end at the given places. */
function read(bytes: Uint8Array, cuts: number[] = []): Read {
  const sink = new RecordingSink();
  const events = new StreamEvents(sink, { provider: "ollama" });
  const reader = new PuterLineReader(events);
  let from = 0;
  for (const cut of [...cuts, bytes.byteLength].sort((a, b) => a - b)) {
    // A reused buffer, as the transports have: nothing may keep a view of it.
    const chunk = bytes.slice(from, cut);
    reader.push(chunk);
    chunk.fill(0);
    from = cut;
  }
  reader.end();
  return { sink, events };
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
    "\\ud83d",
  ),
);

const event = fc.oneof(
  text.map((text) => ({ type: "text", text })),
  text.map((reasoning) => ({ type: "reasoning", reasoning })),
  // Other spellings of the same lines take the parsed path.
  text.map((text) => ({ text, type: "text" })),
  text.map((text) => ({ type: "text", text, extra_content: { a: [1] } })),
);

/** Long enough for its text to be handed on before its end. */
const longEvent = fc.tuple(
  text.filter((unit) => unit !== "" && unit.isWellFormed()),
  fc.integer({ min: 1, max: 12_000 }),
  event,
).map(([unit, length, event]) => {
  const long = unit.repeat(Math.ceil(length / unit.length));
  return Object.fromEntries(
    Object.entries(event).map(([name, value]) =>
      name === "type" || typeof value !== "string"
        ? [name, value]
        : [name, long]
    ),
  );
});

function textOf(events: Record<string, unknown>[], kind: string): string {
  return events.map((event) => event[kind] ?? "").join("");
}

/** As writers do that know ASCII only: a character may be two escapes. */
function escaped(json: string): string {
  return json.replace(
    /[\u0080-\uffff]/g,
    (unit) => "\\u" + unit.charCodeAt(0).toString(16).padStart(4, "0"),
  );
}

describe("PuterLineReader", () => {
  it("gives the same events wherever the stream is cut", () => {
    fc.assert(fc.property(
      fc.array(event, { maxLength: 20 }),
      fc.array(fc.nat(2000), { maxLength: 30 }),
      (sent, cuts) => {
        const bytes = lines(...sent, USAGE);
        const { sink, events } = read(
          bytes,
          cuts.map((cut) => cut % (bytes.byteLength + 1)),
        );
        assertEquals(
          sink.textSoFar,
          sent.map((event) => "text" in event ? event.text : "").join(""),
        );
        assertEquals(
          sink.reasoningSoFar,
          sent.map((event) => "reasoning" in event ? event.reasoning : "")
            .join(""),
        );
        assertEquals(events.usageSeen, true);
        assertEquals(events.usage?.completionTokens, 7);
      },
    ));
  });

  it("hands long text on before its line has ended", () => {
    const sink = new RecordingSink();
    const reader = new PuterLineReader(
      new StreamEvents(sink, { provider: "ollama" }),
    );
    const start = encoder.encode('{"type":"text","text":"');
    const piece = encoder.encode("好 ".repeat(1024));
    reader.push(start);
    for (let i = 1; i <= 10; i++) {
      reader.push(piece);
      assertEquals(sink.textSoFar, "好 ".repeat(1024 * i));
    }
    reader.push(encoder.encode('"}\n'));
    assertEquals(sink.textSoFar, "好 ".repeat(10240));
  });

  it("gives long text whole wherever it is cut, by whole characters", () => {
    fc.assert(fc.property(
      fc.array(longEvent, { minLength: 1, maxLength: 3 }),
      fc.array(fc.nat(100_000), { maxLength: 30 }),
      fc.nat(60),
      fc.boolean(),
      (sent, cuts, fine, isEscaped) => {
        const plain = decoder.decode(lines(...sent, USAGE));
        const bytes = encoder.encode(isEscaped ? escaped(plain) : plain);
        // Many small pieces in a row, behind the place where text is long.
        const all = [
          ...cuts,
          ...Array.from({ length: fine }, (_, i) => 5000 + i),
        ]
          .map((cut) => cut % (bytes.byteLength + 1));
        const { sink, events } = read(bytes, all);
        for (const event of sink.events as Record<string, string>[]) {
          for (const part of Object.values(event)) assert(part.isWellFormed());
        }
        assertEquals(sink.textSoFar, textOf(sent, "text"));
        assertEquals(sink.reasoningSoFar, textOf(sent, "reasoning"));
        assertEquals(events.usageSeen, true);
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

  it("gives half a pair at the end of long text", () => {
    const long = "a".repeat(9000);
    const bytes = encoder.encode(`{"type":"text","text":"${long}\\ud83d"}\n`);
    for (const cut of [bytes.byteLength - 3, bytes.byteLength - 4]) {
      assertEquals(read(bytes, [5000, cut]).sink.textSoFar, `${long}\ud83d`);
    }
  });

  it("passes a complete tool call on and ignores its empty text", () => {
    const { sink, events } = read(lines({
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
    assertEquals(events.toolsCalled, true);
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
    assertEquals(bare.events.usageSeen, true);
    assertEquals(bare.events.usage, null);
    assertEquals(
      read(lines({ type: "text", text: "a" })).events.usageSeen,
      false,
    );
  });

  it("recognises filler by its one piece and its bare usage", () => {
    const filler = { type: "usage", usage: { usd_cents: null } };
    const piece = { type: "text", text: "Lorem" };
    assertEquals(read(lines(piece, filler)).events.isFiller, true);
    assertEquals(read(lines(piece, piece, filler)).events.isFiller, false);
    assertEquals(read(lines(piece, { type: "usage" })).events.isFiller, false);
    assertEquals(read(lines(piece, USAGE)).events.isFiller, false);
  });

  it("ignores metadata and kinds of lines that are not known yet", () => {
    const { sink, events } = read(lines(
      { type: "extra_content", extra_content: { google: {} } },
      { type: "compaction", encrypted_content: "x" },
      { type: "news", news: 1 },
      USAGE,
    ));
    assertEquals(sink.events, []);
    assertEquals(events.started, false);
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

  it("throws where long text turns out to be none", () => {
    const long = `{"type":"text","text":"${"a".repeat(10_000)}`;
    for (const end of ["\n", "\\x", "\\ud83d\\u1z", '"', '",}', "\\u12"]) {
      for (const cut of [5000, long.length, long.length + 1]) {
        assertThrows(
          () => read(encoder.encode(`${long}${end}\n`), [cut]),
          MalformedLine,
          undefined,
          `${end} at ${cut}`,
        );
      }
    }
  });

  it("counts long text as one piece", () => {
    const piece = { type: "text", text: "a".repeat(9000) };
    const bytes = lines(piece, { type: "usage", usage: { usd_cents: null } });
    const { sink, events } = read(bytes, [5000, 6000]);
    assertEquals(sink.events.length, 3);
    assertEquals(events.isFiller, true);
  });

  it("reads what follows long text in its line", () => {
    const bytes = encoder.encode(
      `{"type":"text","text":"${"a".repeat(9000)}","extra_content":` +
        `"${"b".repeat(9000)}"}\n`,
    );
    const cuts = [5000, 9025, 9500, 12_000, 15_000];
    assertEquals(read(bytes, cuts).sink.textSoFar, "a".repeat(9000));
  });

  it("does not let a raw newline inside a text join two lines", () => {
    assertThrows(
      () => read(encoder.encode('{"type":"text","text":"a\nb"}\n')),
      MalformedLine,
    );
  });

  it("reads a last line that lacks its newline", () => {
    const { events } = read(encoder.encode(JSON.stringify(USAGE)));
    assertEquals(events.usageSeen, true);
  });
});
