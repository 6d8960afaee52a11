import { assertEquals } from "@std/assert";
import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";
import { ChatSession } from "../../lib/browser/chat_session.ts";
import { en } from "../../lib/i18n/en.ts";

const words = en.tryIt;
const realFetch = globalThis.fetch;

let answer: (request: Request) => Response | Promise<Response>;
let session: ChatSession;

/** A stream of frames that stays open when `hang` is set. */
function frames(texts: string[], hang = false): Response {
  const body = new ReadableStream<string>({
    start(controller) {
      for (const text of texts) controller.enqueue(`data: ${text}\n\n`);
      if (!hang) controller.close();
    },
  });
  return new Response(body.pipeThrough(new TextEncoderStream()));
}

function delta(content: string): string {
  return JSON.stringify({ choices: [{ delta: { content } }] });
}

function finish(reason: string): string {
  return JSON.stringify({ choices: [{ delta: {}, finish_reason: reason }] });
}

/** Gives each test of a group a session of its own and a scripted server. */
function withSession(): void {
  beforeEach(setUp);
  afterEach(tearDown);
}

function setUp(): void {
  globalThis.fetch = async (input, init) => {
    const url = new URL(String(input), "http://localhost");
    return await answer(new Request(url, init));
  };
  session = new ChatSession(words);
  session.key.value = " key of the visitor ";
  session.model.value = "m";
}

function tearDown(): void {
  globalThis.fetch = realFetch;
}

describe("ChatSession.load", () => {
  withSession();

  it("offers the models of the key and chooses the first", async () => {
    answer = (request) => {
      assertEquals(
        request.headers.get("authorization"),
        "Bearer key of the visitor",
      );
      return Response.json({ data: [{ id: "a" }, { id: "b" }] });
    };
    await session.load();
    assertEquals(session.models.value, ["a", "b"]);
    assertEquals(session.model.value, "a");
    assertEquals(session.activity.value, "none");
  });

  it("keeps a chosen model that is still offered", async () => {
    answer = () => Response.json({ data: [{ id: "a" }, { id: "m" }] });
    await session.load();
    assertEquals(session.model.value, "m");
  });

  it("says so when there are no models", async () => {
    answer = () => Response.json({ data: [] });
    await session.load();
    assertEquals(session.fault.value, words.noModels);
  });

  it("shows the server's reason for a refusal", async () => {
    answer = () =>
      Response.json({ error: { message: "No such key" } }, { status: 401 });
    await session.load();
    assertEquals(session.fault.value, "No such key");
  });

  it("shows the status of a refusal without a reason", async () => {
    answer = () => new Response("<html>", { status: 502 });
    await session.load();
    assertEquals(session.fault.value, `${words.failed} 502`);
  });
});

describe("ChatSession.ask", () => {
  withSession();

  it("gathers the pieces of an answer", async () => {
    answer = () => frames([delta("a"), delta("b"), finish("stop"), "[DONE]"]);
    await session.ask();
    assertEquals(session.answer.value, "ab");
    assertEquals(session.answeredBy.value, "m");
    assertEquals([session.note.value, session.fault.value], ["", ""]);
  });

  it("says when an answer was cut", async () => {
    answer = () => frames([delta("a"), finish("length")]);
    await session.ask();
    assertEquals(session.note.value, words.cut);
  });

  it("says when an answer is empty", async () => {
    answer = () => frames([finish("stop")]);
    await session.ask();
    assertEquals(session.note.value, words.empty);
  });

  it("does not take a broken stream for an answer", async () => {
    answer = () => frames([delta("half of")]);
    await session.ask();
    assertEquals(session.answer.value, "half of");
    assertEquals(session.fault.value, words.broken);
  });

  it("shows an error that comes within the stream", async () => {
    answer = () => frames([delta("a"), '{"error":{"message":"It broke"}}']);
    await session.ask();
    assertEquals(session.fault.value, "It broke");
  });

  it("says when the server cannot be reached", async () => {
    answer = () => Promise.reject(new TypeError("failed to fetch"));
    await session.ask();
    assertEquals(session.fault.value, words.unreachable);
  });

  it("stops on request and keeps what came", async () => {
    answer = (request) => {
      const response = frames([delta("so far")], true);
      const body = response.body?.pipeThrough(new TransformStream(), {
        signal: request.signal,
      });
      return new Response(body);
    };
    const asked = session.ask();
    const unsubscribe = session.answer.subscribe((text) => {
      if (text !== "") queueMicrotask(() => session.stop());
    });
    await asked;
    unsubscribe();
    assertEquals(session.answer.value, "so far");
    assertEquals(session.note.value, words.stopped);
    assertEquals(session.fault.value, "");
  });

  it("runs one thing at a time", async () => {
    let count = 0;
    answer = () => {
      count++;
      return frames([finish("stop")]);
    };
    await Promise.all([session.ask(), session.ask()]);
    assertEquals(count, 1);
  });
});
