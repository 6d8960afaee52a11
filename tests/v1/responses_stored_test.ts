import { assert, assertEquals, assertMatch } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import {
  type GatewayRequest,
  type TestGateway,
  testGateway,
} from "../helpers/gateway.ts";
import {
  readResponseEvents,
  type SeenItem,
  type SeenResponse,
} from "../helpers/response_events.ts";
import { responseObjectSchema } from "../helpers/response_schemas.ts";

/** A model whose prompt the simulator tells in its log. */
const MODEL = "gpt-4o";

const WEATHER = {
  type: "function",
  name: "get_weather",
  parameters: { type: "object", properties: { city: { type: "string" } } },
};

interface Failure {
  error: { message: string; type: string; code: string | null; param: string };
}

describe("stored responses", () => {
  let gateway: TestGateway;
  /** The messages of the calls that Puter received. */
  let received: { role: string; content: unknown }[][];
  before(async () => {
    received = [];
    gateway = await testGateway({
      wrap: (transport) => ({
        kind: transport.kind,
        send(call) {
          const text = textOf(call.body);
          if (text.includes('"puter-chat-completion"')) {
            received.push(JSON.parse(text).args.messages);
          }
          return transport.send(call);
        },
      }),
    });
  });
  after(() => gateway.close());

  async function send(
    method: string,
    path: string,
    init: GatewayRequest & { json?: unknown } = {},
  ) {
    const response = await gateway.fetch(`/v1/responses${path}`, {
      ...init,
      method,
      ...(init.json === undefined ? {} : { body: JSON.stringify(init.json) }),
    });
    return { status: response.status, body: await response.json() };
  }

  async function ask(
    fields: Record<string, unknown>,
    init: GatewayRequest = {},
  ): Promise<SeenResponse> {
    const json = { model: MODEL, ...fields };
    const { status, body } = await send("POST", "", { ...init, json });
    assertEquals(status, 200, JSON.stringify(body));
    return body;
  }

  async function refuse(
    fields: Record<string, unknown>,
    status: number,
    init: GatewayRequest = {},
  ): Promise<Failure["error"]> {
    const json = { model: MODEL, ...fields };
    const answer = await send("POST", "", { ...init, json });
    assertEquals(answer.status, status, JSON.stringify(answer.body));
    return answer.body.error;
  }

  async function newKey(): Promise<string> {
    const made = await gateway.post("/api/keys", { name: "other" });
    return (await made.json()).key;
  }

  /** As stored: nothing is read from memory. */
  async function settle() {
    await gateway.services.responses.flush();
  }

  it("78: a response is got back as it was given", async () => {
    for (const isStored of [false, true]) {
      const made = await ask({ input: "hi" });
      assertEquals(made.store, true);
      if (isStored) await settle();
      const { status, body } = await send("GET", `/${made.id}`);
      assertEquals(status, 200);
      assertEquals(body, made);
      responseObjectSchema.parse(body);
    }
  });

  it("78: a streamed response is got back as its last event said", async () => {
    const streamed = await gateway.post("/v1/responses", {
      model: MODEL,
      input: "hi",
      stream: true,
    });
    const seen = await readResponseEvents(streamed);
    await settle();
    const { body } = await send("GET", `/${seen.response.id}`);
    assertEquals(body, seen.response);
  });

  it("78: a deleted response is gone", async () => {
    for (const isStored of [false, true]) {
      const { id } = await ask({ input: "hi" });
      if (isStored) await settle();
      const { status, body } = await send("DELETE", `/${id}`);
      assertEquals(status, 200);
      assertEquals(body, { id, object: "response", deleted: true });
      for (const method of ["GET", "DELETE"]) {
        const { status, body } = await send(method, `/${id}`);
        assertEquals(status, 404);
        assertEquals(body.error, {
          message: `Response with id '${id}' not found.`,
          type: "invalid_request_error",
          param: "response_id",
          code: null,
        });
      }
    }
  });

  it("78: another key finds nothing, whatever it tries", async () => {
    const { id, output } = await ask({ input: "secret" });
    const key = await newKey();
    for (const isStored of [false, true]) {
      if (isStored) await settle();
      const paths: [string, string][] = [
        ["GET", `/${id}`],
        ["GET", `/${id}?stream=true`],
        ["GET", `/${id}/input_items`],
        ["POST", `/${id}/cancel`],
        ["DELETE", `/${id}`],
      ];
      for (const [method, path] of paths) {
        const { status } = await send(method, path, { key });
        assertEquals(status, 404, `${method} ${path}`);
      }
      const error = await refuse(
        { input: "more", previous_response_id: id },
        400,
        { key },
      );
      assertEquals(error.code, "previous_response_not_found");
      const reference = { type: "item_reference", id: output[0]?.id };
      await refuse({ input: [reference] }, 404, { key });
    }
    assertEquals((await send("GET", `/${id}`)).status, 200);
  });

  it("a key of other protocols may not even look", async () => {
    const { id } = await ask({ input: "hi" });
    const made = await gateway.post("/api/keys", {
      name: "messages only",
      surfaces: ["messages"],
    });
    const { key } = await made.json();
    const calls: [string, string][] = [
      ["GET", `/${id}`],
      ["DELETE", `/${id}`],
      ["GET", `/${id}/input_items`],
      ["POST", `/${id}/cancel`],
      ["POST", "/input_tokens"],
      ["POST", ""],
    ];
    for (const [method, path] of calls) {
      const json = method === "POST"
        ? { model: MODEL, input: "hi" }
        : undefined;
      const { status, body } = await send(method, path, { key, json });
      assertEquals(
        [status, body.error.code],
        [403, "insufficient_permissions"],
        `${method} ${path}`,
      );
    }
  });

  it("77: what is not to be stored cannot be found", async () => {
    const { id, output, store } = await ask({ input: "hi", store: false });
    assertEquals(store, false);
    assertEquals((await send("GET", `/${id}`)).status, 404);
    const error = await refuse({
      input: [{ type: "item_reference", id: output[0]?.id }],
    }, 404);
    assert(error.message.includes(String(output[0]?.id)));
    await refuse({ input: "x", previous_response_id: id }, 400);
  });

  it("74: a conversation goes on, without its old instructions", async () => {
    const first = await ask({ input: "one", instructions: "Be a pirate." });
    await settle();
    const second = await ask({
      input: [{ role: "user", content: "two" }],
      previous_response_id: first.id,
      instructions: "Be a poet.",
    });
    assertEquals(second.previous_response_id, first.id);
    received.length = 0;
    await ask({ input: "three", previous_response_id: second.id });
    assertEquals(received[0]?.map(({ role }) => role), [
      "user",
      "assistant",
      "user",
      "assistant",
      "user",
    ]);
    const sent = JSON.stringify(received[0]);
    assert(["one", "two", "three"].every((word) => sent.includes(word)), sent);
    assert(!sent.includes("Be a"), sent);
  });

  it("74: calls of an earlier response find their results", async () => {
    const first = await ask({ input: "TTOOL", tools: [WEATHER] });
    const call = first.output.find(({ type }) => type === "function_call");
    received.length = 0;
    const answer = await ask({
      tools: [WEATHER],
      previous_response_id: first.id,
      input: [{
        type: "function_call_output",
        call_id: call?.call_id,
        output: "sunny as ever",
      }],
    });
    assertEquals(answer.status, "completed");
    assertEquals(received[0]?.at(-1)?.content, "sunny as ever");
    assertMatch(JSON.stringify(received[0]?.at(-2)), /get_weather/);
  });

  it("75: names a previous response that is not there", async () => {
    const deleted = await ask({ input: "hi" });
    const next = await ask({ input: "so", previous_response_id: deleted.id });
    await send("DELETE", `/${deleted.id}`);
    for (const id of ["resp_unknown", deleted.id]) {
      const error = await refuse({ input: "x", previous_response_id: id }, 400);
      assertEquals(
        [error.code, error.param],
        ["previous_response_not_found", "previous_response_id"],
      );
    }
    // The beginning of the conversation is missing, and that is said.
    const error = await refuse(
      { input: "x", previous_response_id: next.id },
      400,
    );
    assert(error.message.includes(deleted.id));
  });

  it("76: references stand for the items they name", async () => {
    const first = await ask({ input: "remember 4711" });
    const list = await send("GET", `/${first.id}/input_items`);
    const [asked] = list.body.data as SeenItem[];
    await settle();
    received.length = 0;
    const second = await ask({
      input: [
        { type: "item_reference", id: asked?.id },
        { id: first.output[0]?.id },
        { role: "user", content: "and?" },
      ],
    });
    assertEquals(received[0]?.map(({ role }) => role), [
      "user",
      "assistant",
      "user",
    ]);
    assert(JSON.stringify(received[0]).includes("4711"));
    // What was referred to is kept with the response that refers to it.
    await send("DELETE", `/${first.id}`);
    received.length = 0;
    await ask({ input: "still?", previous_response_id: second.id });
    assert(JSON.stringify(received[0]).includes("4711"));
  });

  it("79: lists the input page by page", async () => {
    const words = ["a", "b", "c", "d", "e"];
    const { id } = await ask({
      input: words.map((content) => ({ role: "user", content })),
    });
    const page = async (query: string) => {
      const { body } = await send("GET", `/${id}/input_items${query}`);
      return body;
    };
    const all = await page("?order=asc");
    assertEquals(all.data.map((item: SeenItem) => item.content), words);
    assert(all.data.every((item: SeenItem) => item.id && item.type));
    assertEquals(new Set(all.data.map(({ id }: SeenItem) => id)).size, 5);
    assertEquals([all.object, all.has_more], ["list", false]);
    const newest = await page("?limit=2");
    assertEquals(newest.data.map((item: SeenItem) => item.content), ["e", "d"]);
    assertEquals(newest.has_more, true);
    const next = await page(`?limit=2&after=${newest.last_id}`);
    assertEquals(next.data.map((item: SeenItem) => item.content), ["c", "b"]);
    assertEquals(next.first_id, next.data[0].id);
    for (const query of ["?limit=0", "?order=up", "?after=msg_x"]) {
      const { status } = await send("GET", `/${id}/input_items${query}`);
      assertEquals(status, 400, query);
    }
  });

  it("79: counts the tokens of an input and of what it continues", async () => {
    const count = async (fields: Record<string, unknown>) => {
      const { status, body } = await send("POST", "/input_tokens", {
        json: { model: MODEL, ...fields },
      });
      assertEquals(status, 200, JSON.stringify(body));
      assertEquals(body.object, "response.input_tokens");
      assert(Number.isInteger(body.input_tokens) && body.input_tokens > 0);
      return body.input_tokens;
    };
    const alone = await count({ input: "hello there" });
    const { id } = await ask({ input: "a rather long story about whales" });
    const more = await count({
      input: "hello there",
      previous_response_id: id,
    });
    assert(more > alone + 5);
    assertEquals(
      await count({ model: undefined, input: "hello there" }),
      alone,
    );
    const { status } = await send("POST", "/input_tokens", { json: {} });
    assertEquals(status, 400);
  });

  it("replays a stored response as events", async () => {
    const made = await ask({ input: "TTOOL", tools: [WEATHER] });
    const replay = await gateway.fetch(`/v1/responses/${made.id}?stream=true`);
    const seen = await readResponseEvents(replay);
    assertEquals(seen.response, made);
    const rest = await gateway.fetch(
      `/v1/responses/${made.id}?stream=true&starting_after=1`,
    );
    const text = await rest.text();
    assert(text.startsWith("event: response.output_item.added\n"), text);
    assert(text.includes('"sequence_number":2}'));
  });

  it("keeps large images, and shows them to the model again", async () => {
    const bytes = crypto.getRandomValues(new Uint8Array(60_000));
    const data = btoa(String.fromCharCode(...bytes)).repeat(8);
    const url = `data:image/png;base64,${data}`;
    const first = await ask({
      input: [{
        role: "user",
        content: [{ type: "input_image", image_url: url }],
      }],
    });
    await settle();
    received.length = 0;
    await ask({ input: "and now?", previous_response_id: first.id });
    assert(JSON.stringify(received[0]).includes(url));
    const { body } = await send("GET", `/${first.id}/input_items`);
    assertEquals(body.data[0].content[0].image_url, url);
  });

  it("keeps nothing, and says so, where the owner wants that", async () => {
    const { id } = await ask({ input: "hi" });
    await settle();
    const { settings } = gateway.services;
    await settings.change({ responseDays: 0 });
    try {
      assertEquals((await send("GET", `/${id}`)).status, 404);
      const made = await ask({ input: "hi" });
      assertEquals(made.store, false);
      assertEquals((await send("GET", `/${made.id}`)).status, 404);
      await refuse({ input: "hi", background: true }, 400);
    } finally {
      await settings.change({ responseDays: null });
    }
    assertEquals((await send("GET", `/${id}`)).status, 200);
  });

  it("does not cancel what was not made in the background", async () => {
    const { id } = await ask({ input: "hi" });
    const { status, body } = await send("POST", `/${id}/cancel`);
    assertEquals([status, body.error.type], [400, "invalid_request_error"]);
  });
});

function textOf(body: readonly Uint8Array[] | undefined): string {
  const decoder = new TextDecoder();
  return (body ?? []).map((bytes) => decoder.decode(bytes)).join("");
}
