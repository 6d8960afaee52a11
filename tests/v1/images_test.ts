import { assert, assertEquals, assertMatch } from "@std/assert";
import { after, before, beforeEach, describe, it } from "@std/testing/bdd";
import { sniffType } from "../../lib/http/sniff.ts";
import { seeing, type SeenCall } from "../helpers/driver_calls.ts";
import { type TestGateway, testGateway } from "../helpers/gateway.ts";

const PATH = "/v1/images/generations";
const PIXEL = "data:image/png;base64,iVBORw0KGgo=";
const MODELS = [
  "gpt-image-1",
  "gemini-2.5-flash-image",
  "seedream-4-0",
  "flux.1-schnell",
  "grok-imagine-image",
];

interface Answer {
  created: number;
  data: { b64_json?: string; url?: string }[];
  output_format?: string;
  size?: string;
  quality?: string;
  usage?: unknown;
  error?: { message: string; code: string; param: string | null };
}

describe("image generations", () => {
  const calls: SeenCall[] = [];
  let gateway: TestGateway;
  before(async () => {
    gateway = await testGateway({ wrap: seeing(calls) });
  });
  after(() => gateway.close());
  beforeEach(() => {
    calls.length = 0;
  });

  async function make(
    body: Record<string, unknown>,
    status = 200,
  ): Promise<Answer> {
    const response = await gateway.post(PATH, { prompt: "a cat", ...body });
    const answer = await response.json();
    assertEquals(response.status, status, JSON.stringify(answer));
    return answer;
  }

  it("98: gives base64 that is an image, wherever it was made", async () => {
    for (const model of MODELS) {
      const answer = await make({ model, response_format: "b64_json" });
      assert(Math.abs(answer.created - Date.now() / 1000) < 60);
      const [image] = answer.data;
      assertEquals(Object.keys(image ?? {}), ["b64_json"]);
      const bytes = Uint8Array.fromBase64(image?.b64_json ?? "");
      assertEquals(sniffType(bytes), "image/png", model);
      assertEquals([answer.output_format, answer.size], ["png", "1x1"]);
    }
  });

  it("98: gives a URL that anybody can fetch for a while", async () => {
    const answer = await make({ model: "gpt-image-1", response_format: "url" });
    const url = new URL(answer.data[0]?.url ?? "");
    assertEquals(url.origin, "http://localhost");
    const response = await gateway.fetch(url.pathname, { key: "" });
    assertEquals(response.status, 200);
    const { headers } = response;
    assertEquals(headers.get("content-type"), "image/png");
    assertEquals(headers.get("x-content-type-options"), "nosniff");
    assertMatch(headers.get("content-security-policy") ?? "", /sandbox/);
    assertMatch(headers.get("content-disposition") ?? "", /^inline; .*\.png"$/);
    assertMatch(headers.get("cache-control") ?? "", /max-age=3[56]\d\d/);
    assertEquals(sniffType(await response.bytes()), "image/png");
    const head = await gateway.fetch(url.pathname, { key: "", method: "HEAD" });
    assertEquals(head.status, 200);
    await head.body?.cancel();
  });

  it("98: gives the vendor's URL as it is, without fetching it", async () => {
    const answer = await make({
      model: "seedream-4-0",
      response_format: "url",
    });
    assertEquals(answer.data, [{
      url: "https://vendor.example/files/pixel.png",
    }]);
    assertEquals(answer.output_format, undefined);
  });

  it("gives data for GPT Image models and URLs for others by itself", async () => {
    assert((await make({ model: "gpt-image-1-mini" })).data[0]?.b64_json);
    assert((await make({ model: "seedream-4-0" })).data[0]?.url);
    assert((await make({ model: "gemini-2.5-flash-image" })).data[0]?.url);
  });

  it("serves nothing under ids that it has not given", async () => {
    for (const id of [`img_${"0".repeat(32)}`, "img_1", "a", "..%2fa"]) {
      const response = await gateway.fetch(`/v1/images/files/${id}`, {
        key: "",
      });
      assertEquals(response.status, 404, id);
      await response.body?.cancel();
    }
  });

  it("chooses a model for those who name none", async () => {
    for (const model of [undefined, null]) {
      const answer = await make({ model });
      assert(answer.data[0]?.b64_json);
      assertEquals(calls.at(-1)?.args.model, "gpt-image-1-mini");
    }
  });

  it("100: makes as many as asked for, at the same time", async () => {
    const answer = await make({ model: "gpt-image-1", n: 4 });
    assertEquals(answer.data.length, 4);
    assertEquals(calls.length, 4);
    assertEquals(calls[0]?.args, { prompt: "a cat", model: "gpt-image-1" });
  });

  it("100: answers odd sizes, qualities and counts without a fault", async () => {
    const sizes = ["512x512", "1x99999", "0x0", "huge", "", "2K", "21:9"];
    for (const model of MODELS) {
      for (const size of sizes) {
        await make({ model, size, quality: "exquisite" });
      }
    }
    for (
      const [name, value] of [["n", 0], ["n", 11], ["n", 1.5], ["size", 5]]
    ) {
      const { error } = await make(
        { model: "gpt-image-1", [`${name}`]: value },
        400,
      );
      assertEquals(error?.param, name);
    }
  });

  it("tells the quality that was asked of the model", async () => {
    const answer = await make({ model: "gpt-image-1", quality: "hd" });
    assertEquals(answer.quality, "high");
    assertEquals(calls[0]?.args.quality, "high");
    assertEquals("usage" in answer, false);
  });

  it("takes images to work from in foreign fields", async () => {
    await make({ model: "seedream-4-0", image: [PIXEL, PIXEL] });
    assertEquals(calls[0]?.args.input_images, [PIXEL, PIXEL]);
  });

  it("tolerates what it does not know, and null", async () => {
    await make({
      model: "gpt-image-1",
      n: null,
      size: null,
      style: "vivid",
      moderation: "low",
      background: "transparent",
      output_compression: 50,
      user: "u",
      stream: false,
    });
  });

  it("refuses what is wrong and names it", async () => {
    const cases: [Record<string, unknown>, string][] = [
      [{ prompt: undefined }, "prompt"],
      [{ prompt: "" }, "prompt"],
      [{ prompt: ["a"] }, "prompt"],
      [{ response_format: "jpeg" }, "response_format"],
      [{ stream: "yes" }, "stream"],
      [{ image: "http://example.com/a.png" }, "image"],
      [{ image: "~/secret.png" }, "image"],
    ];
    for (const [fields, param] of cases) {
      const { error } = await make({ model: "gpt-image-1", ...fields }, 400);
      assertEquals(error?.param, param, JSON.stringify(fields));
    }
    assertEquals(calls, []);
  });

  it("130: answers an unknown model, and a chat model, with 404", async () => {
    for (const model of ["dall-e-3", "gpt-4o"]) {
      const { error } = await make({ model }, 404);
      assertEquals(error?.code, "model_not_found");
    }
    assertEquals(calls, []);
  });

  it("passes failures of vendors on as what they are", async () => {
    const cases: [string, number, string][] = [
      ["T400", 400, "upstream_bad_request"],
      ["T401", 502, "upstream_error"],
      ["TEMPTY", 502, "upstream_error"],
    ];
    for (const [prompt, status, code] of cases) {
      const { error } = await make({ model: "gpt-image-1", prompt }, status);
      assertEquals(error?.code, code);
    }
  });

  it("gives none when one of several fails", async () => {
    const { error } = await make(
      { model: "gpt-image-1", n: 3, prompt: "T400" },
      400,
    );
    assertEquals(error?.code, "upstream_bad_request");
  });

  it("answers variations with 404 in the envelope", async () => {
    const response = await gateway.post("/v1/images/variations", {});
    assertEquals(response.status, 404);
    assertEquals((await response.json()).error.code, "unknown_url");
  });

  it("29: serves every image model that is listed", async () => {
    const { data } = await (await gateway.fetch("/v1/models")).json();
    let count = 0;
    for (const { id, architecture } of data) {
      if (!architecture.output_modalities.includes("image")) continue;
      await make({ model: id });
      count++;
    }
    assert(count >= 10, `${count}`);
  });

  it("is recorded with its attempts, without a cost that nobody told", async () => {
    await make({ model: "gpt-image-1", n: 2 });
    await gateway.services.recorder.flush();
    const list = await gateway.fetch("/api/requests?limit=1");
    const { requests: [record] } = await list.json();
    assertEquals([record.surface, record.model, record.status], [
      "images",
      "gpt-image-1",
      200,
    ]);
    assertEquals(record.attempts.length, 2);
    assertEquals(record.costMicroCents, undefined);
  });
});

describe("image streams", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await testGateway();
  });
  after(() => gateway.close());

  function ask(body: Record<string, unknown>) {
    return gateway.post(PATH, {
      prompt: "a cat",
      model: "gpt-image-1",
      stream: true,
      ...body,
    });
  }

  it("103: give image_generation.completed, with a usage of null as Puter tells none", async () => {
    const response = await ask({ partial_images: 2, n: 2, quality: "low" });
    assertEquals(response.status, 200);
    assertMatch(
      response.headers.get("content-type") ?? "",
      /^text\/event-stream/,
    );
    const blocks = (await response.text()).trimEnd().split("\n\n");
    assertEquals(blocks.length, 2);
    for (const block of blocks) {
      const [event, data] = block.split("\n");
      assertEquals(event, "event: image_generation.completed");
      const { b64_json, created_at, ...rest } = JSON.parse(
        data?.slice(6) ?? "",
      );
      assertEquals(sniffType(Uint8Array.fromBase64(b64_json)), "image/png");
      assert(Number.isInteger(created_at));
      assertEquals(rest, {
        type: "image_generation.completed",
        size: "1x1",
        quality: "low",
        background: "auto",
        output_format: "png",
        usage: null,
      });
    }
  });

  it("give data although the vendor keeps the image", async () => {
    const text = await (await ask({ model: "seedream-4-0" })).text();
    assertMatch(text, /"b64_json":"iVBOR/);
  });

  it("136: fail with a status of their own", async () => {
    const response = await ask({ prompt: "T400" });
    assertEquals(response.status, 400);
    assertEquals((await response.json()).error.code, "upstream_bad_request");
  });
});

describe("images that do not come as expected", () => {
  /** A gateway whose images are what Puter is told to say. */
  function saying(answer: { status?: number; body: unknown }) {
    return testGateway({
      wrap: (transport) => ({
        kind: transport.kind,
        send(call) {
          if (call.path !== "/drivers/call") return transport.send(call);
          const bytes = new TextEncoder().encode(JSON.stringify(answer.body));
          const chunks: (Uint8Array | null)[] = [bytes, null];
          return {
            cancel() {},
            answer: Promise.resolve({
              status: answer.status ?? 200,
              contentType: "application/json",
              header: () => null,
              read: () => Promise.resolve(chunks.shift() ?? null),
            }),
          };
        },
      }),
    });
  }

  async function ask(gateway: TestGateway, fields = {}) {
    const response = await gateway.post(PATH, {
      prompt: "a cat",
      model: "gpt-image-1",
      ...fields,
    });
    const { error } = await response.json();
    await gateway.close();
    return { status: response.status, error, headers: response.headers };
  }

  it("are an error that nobody repeats when they cannot be fetched", async () => {
    const result = "https://vendor.example/files/gone.png";
    const { status, error, headers } = await ask(
      await saying({ body: { success: true, result } }),
    );
    assertEquals([status, error.code], [502, "upstream_error"]);
    assertMatch(error.message, /made but cannot be fetched/);
    assertEquals(headers.get("x-should-retry"), "false");
  });

  it("are an error when they are no images", async () => {
    const result = `data:image/png;base64,${btoa("<html>".repeat(9))}`;
    for (const response_format of ["b64_json", "url"]) {
      const { status } = await ask(
        await saying({ body: { success: true, result } }),
        { response_format },
      );
      assertEquals(status, 502);
    }
  });

  it("are a content policy's refusal in OpenAI's words", async () => {
    const message = "Your request was rejected by the safety system";
    const { status, error } = await ask(
      await saying({
        status: 400,
        body: {
          error: message,
          message,
          code: "upstream_bad_request",
          upstreamStatus: 400,
          upstreamCode: "moderation_blocked",
        },
      }),
    );
    assertEquals([status, error.code], [400, "content_policy_violation"]);
  });
});

describe("images of accounts and keys", () => {
  it("are more than an account makes at once", async () => {
    const gateway = await testGateway({ accounts: [{ tier: "temporary" }] });
    const response = await gateway.post(PATH, {
      model: "gpt-image-1",
      prompt: "a cat",
      n: 6,
    });
    assertEquals(response.status, 200);
    assertEquals((await response.json()).data.length, 6);
    await gateway.close();
  });

  it("are the simulator's without an account, and say so", async () => {
    const gateway = await testGateway({ accounts: [] });
    const response = await gateway.post(PATH, { prompt: "a cat" });
    assertEquals(response.status, 200);
    assertEquals(response.headers.get("x-puter2api-upstream"), "simulator");
    await response.body?.cancel();
    const { data } = await (await gateway.fetch("/v1/models")).json();
    assert(
      data.some(({ id }: { id: string }) => id === "simulator/gpt-image-1"),
    );
    await gateway.close();
  });

  it("obey the key's protocols and models", async () => {
    const gateway = await testGateway();
    const make = async (policy: Record<string, unknown>) => {
      const made = await gateway.post("/api/keys", { name: "k", ...policy });
      return (await made.json()).key;
    };
    const ask = async (key: string, model?: string) => {
      const body = { prompt: "a cat", model };
      const response = await gateway.post(PATH, body, { key });
      await response.body?.cancel();
      return response.status;
    };
    const chat = await make({ surfaces: ["chat_completions"] });
    assertEquals(await ask(chat, "gpt-image-1"), 403);
    const one = await make({ models: ["seedream-*"] });
    assertEquals(await ask(one, "gpt-image-1"), 404);
    assertEquals(await ask(one, "seedream-4-0"), 200);
    assertEquals(await ask(one), 200);
    await gateway.close();
  });

  it("count against a budget by their listed price", async () => {
    const gateway = await testGateway();
    const made = await gateway.post("/api/keys", {
      name: "k",
      dailyMicroCents: 20_000_000,
    });
    const { key } = await made.json();
    const ask = async () => {
      const body = { prompt: "a cat", model: "gpt-image-1", quality: "high" };
      const response = await gateway.post(PATH, body, { key });
      await response.body?.cancel();
      return response.status;
    };
    assertEquals(await ask(), 200);
    assertEquals(await ask(), 200);
    assertEquals(await ask(), 429);
    await gateway.close();
  });

  it("are kept out of logged bodies", async () => {
    const gateway = await testGateway();
    const made = await gateway.post("/api/keys", { name: "k", bodies: "all" });
    const { key } = await made.json();
    const response = await gateway.post(PATH, {
      prompt: "a cat",
      model: "gpt-image-1",
      image: PIXEL,
    }, { key });
    const { data } = await response.json();
    await gateway.services.recorder.flush();
    const id = response.headers.get("x-request-id");
    const body = await (await gateway.fetch(`/api/requests/${id}/body`)).text();
    assertMatch(body, /a cat/);
    assertMatch(body, /b64_json/);
    assert(!body.includes(data[0].b64_json));
    await gateway.close();
  });
});
