import { assert, assertEquals } from "@std/assert";
import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";
import { ResponseKeeper } from "../../lib/gateway/responses/keeper.ts";
import { newRequestId } from "../../lib/http/request_id.ts";
import type { PuterTransport } from "../../lib/puter/transport.ts";
import { newResponseId } from "../../lib/surfaces/responses/ids.ts";
import { type TestGateway, testGateway } from "../helpers/gateway.ts";
import type { SeenResponse } from "../helpers/response_events.ts";
import { responseObjectSchema } from "../helpers/response_schemas.ts";

const CHAT = '"puter-chat-completion"';

describe("background responses", () => {
  let gateway: TestGateway;
  /** Chat calls wait for it. */
  let gate: PromiseWithResolvers<void>;
  let wasCancelled: boolean;
  beforeEach(async () => {
    gate = Promise.withResolvers();
    wasCancelled = false;
    gateway = await testGateway({ wrap: gated });
  });
  afterEach(async () => {
    gate.resolve();
    await gateway.close();
  });

  function gated(transport: PuterTransport): PuterTransport {
    return {
      kind: transport.kind,
      send(call) {
        const decoder = new TextDecoder();
        const isChat = (call.body ?? []).some((bytes) =>
          decoder.decode(bytes).includes(CHAT)
        );
        if (!isChat) return transport.send(call);
        const gone = Promise.withResolvers<never>();
        return {
          answer: Promise.race([
            gate.promise.then(() => transport.send(call).answer),
            gone.promise,
          ]),
          cancel() {
            wasCancelled = true;
            gone.reject(new Error("called off"));
          },
        };
      },
    };
  }

  async function begin(
    fields: Record<string, unknown> = {},
  ): Promise<SeenResponse> {
    const response = await gateway.post("/v1/responses", {
      model: "gpt-4o",
      input: "hi",
      background: true,
      ...fields,
    });
    assertEquals(response.status, 200);
    const made = responseObjectSchema.parse(await response.json());
    return made as unknown as SeenResponse;
  }

  async function call(method: string, path: string) {
    const response = await gateway.fetch(`/v1/responses/${path}`, { method });
    return { status: response.status, body: await response.json() };
  }

  /** Polls as a client does, without a pause. */
  async function untilOver(id: string): Promise<SeenResponse> {
    for (;;) {
      const { body } = await call("GET", id);
      if (body.status !== "in_progress") return body;
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }

  it("answers at once, and is completed later", async () => {
    const { id, status, output } = await begin();
    assertEquals([status, output], ["in_progress", []]);
    await gateway.services.responses.flush();
    const { body } = await call("GET", id);
    assertEquals(body.status, "in_progress");
    const streamed = await call("GET", `${id}?stream=true`);
    assertEquals(streamed.status, 400);
    gate.resolve();
    const over = await untilOver(id);
    responseObjectSchema.parse(over);
    assertEquals([over.status, over.background], ["completed", true]);
    assertEquals(over.output[0]?.type, "message");
    const cancel = await call("POST", `${id}/cancel`);
    assertEquals([cancel.status, cancel.body], [200, over]);
  });

  it("is recorded like any other request", async () => {
    const { id } = await begin();
    gate.resolve();
    await untilOver(id);
    const log = await gateway.fetch("/api/requests");
    const { requests } = await log.json();
    assertEquals([requests[0].surface, requests[0].status], ["responses", 200]);
    assertEquals(requests[0].completionTokens > 0, true);
  });

  it("cannot be continued before it is over", async () => {
    const { id } = await begin();
    const response = await gateway.post("/v1/responses", {
      model: "gpt-4o",
      input: "more",
      previous_response_id: id,
    });
    assertEquals(response.status, 400);
    const { error } = await response.json();
    assertEquals(error.param, "previous_response_id");
  });

  it("is called off when it is cancelled, and stays so", async () => {
    const { id } = await begin();
    const { status, body } = await call("POST", `${id}/cancel`);
    assertEquals([status, body.status], [200, "cancelled"]);
    assert(wasCancelled);
    gate.resolve();
    await gateway.services.responses.flush();
    assertEquals((await call("GET", id)).body.status, "cancelled");
    assertEquals((await call("POST", `${id}/cancel`)).body.status, "cancelled");
  });

  it("stays cancelled where another instance has said so", async () => {
    const { services } = gateway;
    const made = await begin();
    await services.responses.flush();
    const other = new ResponseKeeper({
      store: services.store,
      vault: services.vault,
      keepMs: () => 60_000,
      onFailure: (cause) => {
        throw cause;
      },
    });
    const record = {
      response: { ...made, status: "cancelled" },
      input: [],
      ancestors: [],
    };
    keepRecord(other, made.id, record);
    await other.flush();
    gate.resolve();
    const over = await untilOver(made.id);
    while (services.responses.runs.has({ keyId: "owner", id: made.id })) {
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    await services.responses.flush();
    assertEquals(over.status, "cancelled");
    assertEquals((await call("GET", made.id)).body.status, "cancelled");
    const replay = await gateway.fetch(`/v1/responses/${made.id}?stream=true`);
    const types = (await replay.text()).match(/^event: .*$/gm);
    assertEquals(types?.at(-1), "event: response.failed");
  });

  it("has failed where its instance went away", async () => {
    const made = await begin();
    const id = newResponseId(newRequestId());
    const longAgo = Math.floor(Date.now() / 1000) - 2 * 60 * 60;
    const response = { ...made, id, created_at: longAgo };
    keepRecord(gateway.services.responses, id, {
      response,
      input: [],
      ancestors: [],
    });
    const { body } = await call("GET", id);
    responseObjectSchema.parse(body);
    assertEquals([body.status, body.error.code], ["failed", "server_error"]);
  });

  it("is called off when it is deleted", async () => {
    const { id } = await begin();
    assertEquals((await call("DELETE", id)).status, 200);
    assert(wasCancelled);
    assertEquals((await call("GET", id)).status, 404);
  });

  it("tells why it failed", async () => {
    const { id } = await begin();
    gateway.simulator.faults.next("upstream_failed", 20);
    gate.resolve();
    const over = await untilOver(id);
    responseObjectSchema.parse(over);
    assertEquals(over.status, "failed");
    assertEquals(over.error?.code, "upstream_error");
  });

  it("is streamed as any other where that is asked for", async () => {
    gate.resolve();
    const response = await gateway.post("/v1/responses", {
      model: "gpt-4o",
      input: "hi",
      background: true,
      stream: true,
    });
    const text = await response.text();
    assertEquals(
      text.match(/^event: .*$/gm)?.at(-1),
      "event: response.completed",
    );
  });

  /** Begins to read a stream, and tells whose it is. */
  async function listen(input: string) {
    gate.resolve();
    const response = await gateway.post("/v1/responses", {
      model: "gpt-4o",
      input,
      background: true,
      stream: true,
    });
    assert(response.body !== null);
    const reader = response.body.getReader();
    const first = new TextDecoder().decode((await reader.read()).value);
    const id = /"id":"(resp_[^"]+)"/.exec(first)?.[1] ?? "";
    return { id, reader };
  }

  it("is made to its end when its stream is left", async () => {
    const { id, reader } = await listen("TCHUNKS:5 TDELAY:20");
    await reader.cancel();
    const over = await untilOver(id);
    responseObjectSchema.parse(over);
    assertEquals(over.status, "completed");
    assert(
      JSON.stringify(over.output).includes("word0 word1 word2 word3 word4"),
    );
    const log = await gateway.fetch("/api/requests");
    const { requests } = await log.json();
    assertEquals([requests[0].status, requests[0].completionTokens], [200, 5]);
  });

  it("is told as failed when it breaks off after its stream was left", async () => {
    const { id, reader } = await listen("TMIDERR TDELAY:20");
    await reader.cancel();
    const over = await untilOver(id);
    responseObjectSchema.parse(over);
    assertEquals(over.status, "failed");
  });

  it("can be called off while it is streamed, and after", async () => {
    for (const leaves of [false, true]) {
      const { id, reader } = await listen("TCHUNKS:1000 TDELAY:20");
      if (leaves) await reader.cancel();
      assertEquals((await call("GET", id)).body.status, "in_progress");
      const { body } = await call("POST", `${id}/cancel`);
      assertEquals(body.status, "cancelled");
      if (!leaves) { while (!(await reader.read()).done); }
      await gateway.services.responses.flush();
      assertEquals((await call("GET", id)).body.status, "cancelled");
    }
  });
});

function keepRecord(keeper: ResponseKeeper, id: string, record: unknown) {
  const bytes = new TextEncoder().encode(JSON.stringify(record));
  keeper.keep({ keyId: "owner", id }, () => bytes);
}
