import { assert, assertEquals } from "@std/assert";
import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";
import {
  base64Of,
  CATEGORIES,
  COMPANION_KEY,
  companionEnv,
  type FakeCompanion,
  fakeCompanion,
  judgementOf,
  vectorOf,
} from "../helpers/fake_companion.ts";
import { type TestGateway, testGateway } from "../helpers/gateway.ts";

const MODEL = "text-embedding-3-small";
const ASKED: [path: string, body: Record<string, unknown>][] = [
  ["/v1/embeddings", { model: MODEL, input: "hi" }],
  ["/v1/moderations", { input: "hi" }],
  ["/v1/rerank", { model: "rerank-v3", query: "q", documents: ["a", "b"] }],
];

describe("a companion endpoint", () => {
  let companion: FakeCompanion;
  let gateway: TestGateway;
  beforeEach(async () => {
    companion = fakeCompanion();
    gateway = await testGateway({ env: companionEnv(companion) });
  });
  afterEach(async () => {
    await gateway.close();
    await companion[Symbol.asyncDispose]();
  });

  function embed(body: Record<string, unknown>): Promise<Response> {
    return gateway.post("/v1/embeddings", { model: MODEL, ...body });
  }

  // deno-lint-ignore no-explicit-any -- tests look into answers
  async function embedded(body: Record<string, unknown>): Promise<any> {
    const response = await embed(body);
    assertEquals(response.status, 200, await response.clone().text());
    return await response.json();
  }

  it("93: gives numbers or base64, in whatever form vectors came", async () => {
    const vector = vectorOf("hi");
    for (const form of [undefined, "float", "base64"] as const) {
      if (form === undefined) delete companion.form;
      else companion.form = form;
      for (
        const [encoding_format, expected] of [
          [undefined, vector],
          [null, vector],
          ["float", vector],
          ["base64", base64Of(vector)],
        ]
      ) {
        const answer = await embedded({ input: "hi", encoding_format });
        assertEquals(answer, {
          object: "list",
          data: [{ object: "embedding", index: 0, embedding: expected }],
          model: MODEL,
          usage: { prompt_tokens: 3, total_tokens: 3 },
        });
      }
    }
  });

  it("92: says the same numbers as floats and as base64", async () => {
    const input = ["hi", "ho"];
    const plain = await embedded({ input, encoding_format: "float" });
    const packed = await embedded({ input, encoding_format: "base64" });
    const numbers = packed.data.map(({ embedding }: { embedding: string }) => [
      ...new Float32Array(Uint8Array.fromBase64(embedding).buffer),
    ]);
    assertEquals(
      numbers,
      plain.data.map(({ embedding }: { embedding: number[] }) => embedding),
    );
    assertEquals(numbers, input.map(vectorOf));
  });

  it("94: keeps the order of the inputs, whatever order vectors come in", async () => {
    const input = ["a", "bb", "ccc", "dddd"];
    const { data } = await embedded({ input });
    assertEquals(
      data.map((
        { index, embedding }: { index: number; embedding: unknown },
      ) => [
        index,
        embedding,
      ]),
      input.map((text, index) => [index, vectorOf(text)]),
    );
  });

  it("passes on token ids, dimensions and what it does not know", async () => {
    for (const input of [[1, 2, 3], [[1, 2], [3]]]) {
      const { data } = await embedded({ input, dimensions: 4, task: "query" });
      assertEquals(data.length, Array.isArray(input[0]) ? 2 : 1);
      assertEquals(companion.requests.at(-1), {
        path: "/v1/embeddings",
        authorization: `Bearer ${COMPANION_KEY}`,
        body: { model: MODEL, input, dimensions: 4, task: "query" },
      });
    }
  });

  it("passes on a text of megabytes as it is", async () => {
    const input = "QUJD".repeat(500_000);
    await embedded({ input });
    assert(companion.requests.at(-1)?.body.input === input);
  });

  it("95: refuses what is empty, too much or no input", async () => {
    const many = Array.from({ length: 2049 }, () => "a");
    for (
      const input of [
        "",
        [],
        [""],
        ["a", ""],
        many,
        [[]],
        [[1], []],
        null,
        7,
        {},
      ]
    ) {
      const response = await embed({ input });
      assertEquals(response.status, 400, JSON.stringify(input)?.slice(0, 40));
      assertEquals((await response.json()).error.param, "input");
    }
    const none = await gateway.post("/v1/embeddings", { input: "a" });
    assertEquals((await none.json()).error.param, "model");
    assertEquals(companion.requests, []);
    const { data } = await embedded({ input: many.slice(1) });
    assertEquals(data.length, 2048);
  });

  it("97: judges a text, several, and parts together", async () => {
    const rows: [input: unknown, flagged: boolean[]][] = [
      ["hello", [false]],
      [["hello", "kill"], [false, true]],
      [[{ type: "text", text: "kill" }], [true]],
    ];
    for (const [input, flagged] of rows) {
      const response = await gateway.post("/v1/moderations", { input });
      assertEquals(response.status, 200);
      const { id, model, results } = await response.json();
      assert(id.startsWith("modr-"));
      assertEquals(model, "omni-moderation-latest");
      assertEquals(
        results.map((result: { flagged: boolean }) => result.flagged),
        flagged,
      );
      for (const { categories, category_scores } of results) {
        assertEquals(Object.keys(categories).sort(), CATEGORIES);
        assertEquals(Object.keys(category_scores).sort(), CATEGORIES);
      }
    }
  });

  it("97: says null for categories that older models do not judge", async () => {
    const older = CATEGORIES.filter((name) => !name.startsWith("illicit"));
    companion.next = () =>
      Response.json({ results: [judgementOf("kill", older)] });
    const response = await gateway.post("/v1/moderations", { input: "kill" });
    const { results: [result], id } = await response.json();
    assert(id.startsWith("modr-"));
    assertEquals(Object.keys(result.categories).sort(), CATEGORIES);
    assertEquals(result.categories.illicit, null);
    companion.next = () =>
      Response.json({ results: [judgementOf("kill", ["hate"])] });
    const poor = await gateway.post("/v1/moderations", { input: "kill" });
    assertEquals(poor.status, 502);
    await poor.body?.cancel();
  });

  it("ranks documents", async () => {
    const response = await gateway.post("/v1/rerank", {
      model: "rerank-v3",
      query: "q",
      documents: ["a", { text: "b" }, "c"],
      top_n: 2,
    });
    assertEquals(response.status, 200);
    const { results } = await response.json();
    assertEquals(results, [
      { index: 0, relevance_score: 1 },
      { index: 1, relevance_score: 0.5 },
    ]);
    for (
      const [body, param] of [
        [{ model: "m", query: "q", documents: [] }, "documents"],
        [{ model: "m", query: "", documents: ["a"] }, "query"],
        [{ query: "q", documents: ["a"] }, "model"],
      ] as const
    ) {
      const refused = await gateway.post("/v1/rerank", body);
      assertEquals(refused.status, 400);
      assertEquals((await refused.json()).error.param, param);
    }
  });

  it("makes up nothing where an answer is of no use", async () => {
    const one = { object: "embedding", index: 0, embedding: [1, 2] };
    const bad: [path: number, value: unknown][] = [
      [0, { data: [] }],
      [0, { data: [one, { ...one, index: 1 }] }],
      [0, { data: [{ ...one, index: 1 }] }],
      [0, { data: [{ index: 0 }] }],
      [0, { data: [{ ...one, embedding: ["a"] }] }],
      [0, { data: [{ ...one, embedding: "AAA=" }] }],
      [0, "no object"],
      [1, { results: [] }],
      [1, { results: [{ flagged: "no" }] }],
      [2, { results: [] }],
      [2, { results: [{ index: 2, relevance_score: 1 }] }],
      [2, { results: [{ index: 0 }] }],
    ];
    for (const [index, value] of bad) {
      const [path, body] = ASKED[index] ?? ASKED[0] as typeof ASKED[0];
      companion.next = () => Response.json(value);
      const response = await gateway.post(path, body);
      assertEquals(response.status, 502, JSON.stringify(value));
      assertEquals(
        (await response.json()).error.code,
        "companion_answer_invalid",
      );
    }
    const vectors = [one, { index: 1, embedding: [1] }];
    companion.next = () => Response.json({ data: vectors });
    const uneven = await embed({ input: ["a", "b"] });
    assertEquals(uneven.status, 502);
    await uneven.body?.cancel();
  });

  it("135: tells its failures as what they are for the client", async () => {
    const error = (message: string, more = {}) => ({
      error: { message, ...more },
    });
    const rows: [answer: () => Response, status: number, code: string][] = [
      [
        () => Response.json(error("no"), { status: 401 }),
        502,
        "companion_refused",
      ],
      [
        () => Response.json(error("no"), { status: 403 }),
        502,
        "companion_refused",
      ],
      [() => new Response("<html>", { status: 404 }), 502, "companion_refused"],
      [
        () => Response.json(error("model not found"), { status: 404 }),
        404,
        "model_not_found",
      ],
      [
        () =>
          Response.json(error("too long", { param: "input" }), { status: 400 }),
        400,
        "invalid_value",
      ],
      [
        () => Response.json({ detail: "bad" }, { status: 422 }),
        400,
        "invalid_value",
      ],
      [() => new Response("", { status: 429 }), 429, "rate_limit_exceeded"],
      [
        () =>
          Response.json(error("pay", { code: "insufficient_quota" }), {
            status: 429,
          }),
        429,
        "insufficient_quota",
      ],
      [() => new Response("", { status: 500 }), 502, "companion_failed"],
      [() => new Response("", { status: 504 }), 504, "companion_timeout"],
      [
        () =>
          new Response(null, { status: 307, headers: { location: "/v1/x" } }),
        502,
        "companion_failed",
      ],
      [() => new Response("<html>"), 502, "companion_answer_invalid"],
    ];
    for (const [answer, status, code] of rows) {
      companion.next = answer;
      const response = await embed({ input: "a" });
      const body = await response.json();
      assertEquals([response.status, body.error.code], [status, code]);
    }
    assertEquals(companion.requests, []);
  });

  it("132: passes on when to come back", async () => {
    companion.next = () =>
      new Response("", { status: 429, headers: { "retry-after": "7" } });
    const response = await embed({ input: "a" });
    assertEquals(response.headers.get("retry-after"), "7");
    await response.body?.cancel();
  });

  it("140: shows nobody its key", async () => {
    companion.next = () =>
      Response.json({
        error: { message: `Bad ${COMPANION_KEY}`, code: COMPANION_KEY },
      }, { status: 400 });
    const response = await embed({ input: "a" });
    assertEquals(response.status, 400);
    const text = await response.text();
    assert(!text.includes(COMPANION_KEY) && text.includes("Bad"), text);
  });

  it("gives up after the time for a request", async () => {
    await gateway.fetch("/api/settings", {
      method: "PATCH",
      body: JSON.stringify({ requestBudgetMs: 1000 }),
    });
    const slow = Promise.withResolvers<Response>();
    companion.next = () => slow.promise;
    const response = await embed({ input: "a" });
    assertEquals(response.status, 504);
    assertEquals((await response.json()).error.code, "companion_timeout");
    slow.resolve(new Response());
  });

  it("says that it cannot be reached", async () => {
    await gateway.fetch("/api/settings/companion", {
      method: "PUT",
      body: JSON.stringify({ baseUrl: "http://127.0.0.1:1/v1" }),
    });
    const response = await embed({ input: "a" });
    assertEquals(response.status, 502);
    assertEquals((await response.json()).error.code, "companion_unreachable");
  });

  it("keeps to the scope and the limits of a key", async () => {
    const make = async (policy: Record<string, unknown>) => {
      const made = await gateway.post("/api/keys", { name: "k", ...policy });
      return (await made.json()).key as string;
    };
    const ask = async (key: string) => {
      const [path, body] = ASKED[0] as typeof ASKED[0];
      const response = await gateway.post(path, body, { key });
      await response.body?.cancel();
      return response.status;
    };
    assertEquals(await ask(await make({ models: ["gpt-*"] })), 404);
    assertEquals(await ask(await make({ models: ["text-*"] })), 200);
    assertEquals(await ask(await make({ surfaces: ["rerank"] })), 403);
    const slow = await make({ perMinute: 1 });
    assertEquals([await ask(slow), await ask(slow)], [200, 429]);
  });

  it("records what it was asked, and explains it", async () => {
    const first = await embed({ input: ["a", "b"] });
    assertEquals(first.headers.get("x-puter2api-upstream"), "companion");
    await first.body?.cancel();
    companion.next = () => new Response("", { status: 503 });
    await (await embed({ input: "a" })).body?.cancel();
    await gateway.services.recorder.flush();
    const { requests } = await (await gateway.fetch("/api/requests")).json();
    const [failed, served] = requests;
    assertEquals(
      [served.surface, served.upstream, served.model, served.status],
      ["embeddings", "companion", MODEL, 200],
    );
    assertEquals([served.promptTokens, served.costMicroCents], [6, undefined]);
    assertEquals([failed.status, failed.blame], [502, "upstream"]);
    const explained = await gateway.fetch(`/api/requests/${failed.id}`);
    const { explanation } = await explained.json();
    const text = explanation.en.join(" ");
    assert(text.includes("companion endpoint answered 503"), text);
    assert(!text.includes("Puter"), text);
    assertEquals(explanation.zh.length, explanation.en.length);
    const usage = await gateway.fetch("/api/usage?by=account");
    assert((await usage.text()).includes("(companion)"));
  });
});

describe("without a companion endpoint", () => {
  it("96, 97: answers 404, and says what to set", async () => {
    const gateway = await testGateway();
    for (const [path, body] of ASKED) {
      for (const model of [MODEL, "gpt-4o"]) {
        const response = await gateway.post(path, { ...body, model });
        assertEquals(response.status, 404, path);
        const { error } = await response.json();
        assertEquals(error.code, "model_not_found");
        assert(error.message.includes("COMPANION_BASE_URL"), error.message);
      }
    }
    await gateway.close();
  });
});
