import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import {
  OWNER_KEY,
  type TestGateway,
  testGateway,
} from "../helpers/gateway.ts";

const TINY = "ollama:ollama/tiny:1b";
const HELLO = { contents: [{ parts: [{ text: "hi" }] }] };

describe("/v1beta", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await testGateway();
  });
  after(() => gateway.close());

  function ask(action: string, body: unknown = HELLO, init = {}) {
    return gateway.post(`/v1beta/models/${TINY}:${action}`, body, {
      key: "",
      headers: { "x-goog-api-key": OWNER_KEY },
      ...init,
    });
  }

  it("answers as one document, as events, or as a growing array", async () => {
    const whole = await ask("generateContent");
    assertEquals(whole.status, 200);
    assertEquals(whole.headers.get("content-type"), "application/json");
    assert(whole.headers.get("x-request-id")?.startsWith("req_"));
    const { candidates } = await whole.json();
    assertEquals(candidates[0].content.parts, [
      { text: "Hello from the fake upstream." },
    ]);
    const events = await ask("streamGenerateContent?alt=sse");
    assertEquals(
      events.headers.get("content-type"),
      "text/event-stream; charset=utf-8",
    );
    const frames = (await events.text()).trimEnd().split("\n\n");
    const array = await ask("streamGenerateContent");
    assertEquals(
      array.headers.get("content-type"),
      "application/json; charset=utf-8",
    );
    const chunks = await array.json();
    const textOf = (list: typeof chunks) =>
      list.map((chunk: typeof chunks[0]) =>
        chunk.candidates[0].content.parts[0].text
      ).join("");
    assertEquals(textOf(chunks), "Hello from the fake upstream. 你好 ✓");
    assertEquals(
      textOf(frames.map((frame) => JSON.parse(frame.slice(6)))),
      textOf(chunks),
    );
  });

  it("takes ids with encoded slashes", async () => {
    const path = `/v1beta/models/${encodeURIComponent(TINY)}`;
    const shown = await gateway.fetch(path);
    assertEquals((await shown.json()).name, `models/${TINY}`);
    const answer = await gateway.post(`${path}:generateContent`, HELLO);
    assertEquals(answer.status, 200);
    await answer.body?.cancel();
  });

  it("takes no key from the address, and says where it belongs", async () => {
    const path = `generateContent?key=${encodeURIComponent(OWNER_KEY)}`;
    const refused = await ask(path, HELLO, { headers: {} });
    assertEquals(refused.status, 401);
    const { error } = await refused.json();
    assertEquals([error.code, error.status], [401, "UNAUTHENTICATED"]);
    assert(error.message.includes("x-goog-api-key"), error.message);
    assert(!error.message.includes(OWNER_KEY));
    const list = await gateway.fetch(`/v1beta/models?key=x`, { key: "" });
    assertEquals(list.status, 401);
    assert((await list.json()).error.message.includes("x-goog-api-key"));
  });

  it("answers unknown actions and paths with 404 in Google's envelope", async () => {
    for (
      const path of [
        `/v1beta/models/${TINY}:embedContent`,
        `/v1beta/models/${TINY}`,
        "/v1beta/cachedContents",
      ]
    ) {
      const response = await gateway.post(path, HELLO);
      assertEquals(response.status, 404, path);
      const { error } = await response.json();
      assertEquals([error.code, error.status], [404, "NOT_FOUND"]);
    }
  });

  it("says where embeddings are, by any version of the path", async () => {
    for (const action of ["embedContent", "batchEmbedContents"]) {
      for (const version of ["v1", "v1beta"]) {
        const path = `/${version}/models/text-embedding-004:${action}`;
        const response = await gateway.post(path, HELLO);
        assertEquals(response.status, 404, path);
        const { error } = await response.json();
        assertEquals(error.status, "NOT_FOUND");
        assert(error.message.includes("/v1/embeddings"), error.message);
      }
    }
  });

  it("keeps to the scope of a key", async () => {
    const made = await gateway.post("/api/keys", {
      name: "narrow",
      surfaces: ["chat_completions"],
      models: ["gpt-*"],
    });
    const headers = { "x-goog-api-key": (await made.json()).key };
    for (const action of ["generateContent", "countTokens"]) {
      const response = await ask(action, HELLO, { headers });
      assertEquals(response.status, 403, action);
      assertEquals((await response.json()).error.status, "PERMISSION_DENIED");
    }
    const wide = await gateway.post("/api/keys", {
      name: "wide",
      models: ["gpt-*"],
    });
    const { key } = await wide.json();
    for (const action of ["generateContent", "countTokens"]) {
      const response = await ask(action, HELLO, {
        headers: { "x-goog-api-key": key },
      });
      assertEquals(response.status, 404, action);
      await response.body?.cancel();
    }
  });

  it("records what was asked under its own name", async () => {
    await (await ask("generateContent")).body?.cancel();
    await gateway.services.recorder.flush();
    const { requests } = await (await gateway.fetch("/api/requests")).json();
    const [record] = requests;
    assertEquals(record.surface, "generate_content");
    assertEquals([record.model, record.status], [TINY, 200]);
    assert(record.promptTokens > 0);
  });

  it("lets pages call it with Google's header", async () => {
    const response = await gateway.fetch(`/v1beta/models`, {
      method: "OPTIONS",
      key: "",
    });
    assertEquals(response.status, 204);
    const allowed = response.headers.get("access-control-allow-headers");
    assert(allowed?.split(", ").includes("x-goog-api-key"));
  });
});
