import { type Schema, Validator } from "@cfworker/json-schema";
import { after, before, describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import { openApiDocument } from "../../lib/gateway/openapi/document.ts";
import { ROUTE_DOCS } from "../../lib/gateway/openapi/registry.ts";
import official from "../fixtures/openapi-3.1-schema.json" with {
  type: "json",
};
import { type TestGateway, testGateway } from "../helpers/gateway.ts";
import { endpoints } from "../helpers/routes.ts";

type Json = Record<string, unknown>;

/** Every object inside a JSON value. */
function* objectsOf(value: unknown): Generator<Json> {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) yield value as Json;
  for (const inner of Object.values(value)) yield* objectsOf(inner);
}

/** What a reference such as `#/components/schemas/Key` leads to. */
function resolve(document: Json, ref: string): unknown {
  let at: unknown = document;
  for (const step of ref.replace(/^#\//, "").split("/")) {
    at = (at as Json | undefined)?.[step];
  }
  return at;
}

/** Complaints about a value, with the schemas of the document at hand. */
function complaints(schema: unknown, value: unknown): string[] {
  const { components } = openApiDocument();
  const whole = { ...schema as Schema, components } as Schema;
  const { errors } = new Validator(whole, "2020-12", false).validate(value);
  return errors.map(({ instanceLocation, error }) =>
    `${instanceLocation}: ${error}`
  );
}

describe("the OpenAPI document", () => {
  it("has no pattern that only some readers understand", () => {
    for (const { pattern } of objectsOf(openApiDocument())) {
      if (typeof pattern !== "string") continue;
      assert(!/\\[pP]\{/.test(pattern), pattern);
      new RegExp(pattern);
    }
  });

  it("names every route with its methods and access, and no other", async () => {
    const expected = (await endpoints()).flatMap(({ path, endpoint }) => {
      assert(typeof endpoint === "function", path);
      return endpoint.methods.map((method) =>
        `${method} ${path} ${endpoint.access}`
      );
    });
    const told = ROUTE_DOCS.map(({ method, path, access }) =>
      `${method} ${path} ${access}`
    );
    assert(expected.length > 20);
    assertEquals(told.toSorted(), expected.toSorted());
  });

  it("is one by the rules of OpenAPI 3.1", () => {
    const validator = new Validator(official as Schema, "2020-12", false);
    const { errors } = validator.validate(
      JSON.parse(JSON.stringify(openApiDocument())),
    );
    assertEquals(errors, []);
    // The rules do say no.
    const wrong = { ...openApiDocument(), paths: { "no-slash": {} } };
    assertEquals(validator.validate(wrong).valid, false);
  });

  it("leads nowhere else, and names each operation once", () => {
    const document = JSON.parse(JSON.stringify(openApiDocument()));
    const ids = new Set<unknown>();
    for (const object of objectsOf(document)) {
      if (typeof object.$ref === "string") {
        assert(resolve(document, object.$ref) !== undefined, object.$ref);
      }
      if (object.operationId === undefined) continue;
      assert(!ids.has(object.operationId), String(object.operationId));
      ids.add(object.operationId);
    }
    assertEquals(ids.size, ROUTE_DOCS.length);
  });

  it("says of bodies and queries what the gateway checks", () => {
    const document = JSON.parse(JSON.stringify(openApiDocument()));
    const bodyOf = (path: string, method: string) =>
      document.paths[path][method].requestBody.content["application/json"]
        .schema;
    const patch = bodyOf("/api/settings", "patch");
    assertEquals(complaints(patch, { maxQueueMs: 5, affinity: null }), []);
    for (const body of [{ maxQueueMs: -1 }, { unknown: 1 }, []]) {
      assert(complaints(patch, body).length > 0);
    }
    const key = bodyOf("/api/keys", "post");
    assertEquals(complaints(key, { name: "a", perMinute: 3 }), []);
    assert(complaints(key, { name: "a", perMinute: 0 }).length > 0);
    const { parameters } = document.paths["/api/audit"].get;
    const limit = parameters.find(({ name }: Json) => name === "limit");
    assertEquals([limit.in, limit.required, limit.schema.maximum], [
      "query",
      false,
      200,
    ]);
  });
});

describe("/openapi.json", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await testGateway();
  });
  after(() => gateway.close());

  it("is for everybody with a key, and holds no secret", async () => {
    const made = await gateway.post("/api/keys", { name: "laptop" });
    const { key } = await made.json();
    assertEquals(
      (await gateway.fetch("/openapi.json", { key: "" })).status,
      401,
    );
    const res = await gateway.fetch("/openapi.json", { key });
    assertEquals(res.status, 200);
    assertEquals(res.headers.get("content-type"), "application/json");
    const text = await res.text();
    assertEquals(
      JSON.parse(text),
      JSON.parse(JSON.stringify(openApiDocument())),
    );
    assert(!/sk-p2a-|eyJ/.test(text));
  });

  it("describes the answers as they are", async () => {
    const models = await (await gateway.fetch("/v1/models")).json();
    const model = models.data[0].id;
    const chat = await gateway.post("/v1/chat/completions", {
      model,
      messages: [{ role: "user", content: "Hello" }],
    });
    const { id } = await (await gateway.post("/api/keys", { name: "phone" }))
      .json();
    await gateway.fetch("/api/settings", {
      method: "PATCH",
      body: JSON.stringify({ affinity: true }),
    });
    const get = async (path: string) => (await gateway.fetch(path)).json();
    const accounts = await get("/api/accounts");
    const requests = await get("/api/requests");
    const audit = await get("/api/audit");
    const answers: [string, unknown][] = [
      ["/v1/models", models],
      ["/v1/models/{id}", models.data[0]],
      ["/v1beta/models", await get("/v1beta/models")],
      ["/v1beta/models/{id}", await get(`/v1beta/models/${model}`)],
      ["/api/accounts", accounts],
      ["/api/accounts/{id}", accounts.accounts[0]],
      ["/api/requests", requests],
      [
        "/api/requests/{id}",
        await get(`/api/requests/${requests.requests[0].id}`),
      ],
      ["/api/keys", await get("/api/keys")],
      ["/api/keys/{id}", await get(`/api/keys/${id}`)],
      ["/api/usage", await get("/api/usage")],
      ["/api/settings", await get("/api/settings")],
      ["/api/settings/companion", await get("/api/settings/companion")],
      ["/api/settings/models", await get("/api/settings/models")],
      ["/api/audit", audit],
      ["/api/audit/{id}", audit.events[0]],
      ["/api/backup", await get("/api/backup")],
      ["/healthz", await get("/healthz")],
      ["/readyz", await get("/readyz")],
    ];
    const document = JSON.parse(JSON.stringify(openApiDocument()));
    const schemaOf = (path: string, method = "get") =>
      document.paths[path][method].responses["200"].content["application/json"]
        .schema;
    for (const [path, answer] of answers) {
      assertEquals(complaints(schemaOf(path), answer), [], path);
    }
    assertEquals(
      complaints(schemaOf("/v1/chat/completions", "post"), await chat.json()),
      [],
    );
    const completion = await gateway.post("/v1/completions", {
      model,
      prompt: "Once",
    });
    assertEquals(
      complaints(schemaOf("/v1/completions", "post"), await completion.json()),
      [],
    );
    const asked = { model, messages: [{ role: "user", content: "Hello" }] };
    for (const path of ["/v1/messages", "/v1/messages/count_tokens"]) {
      const answer = await gateway.post(path, asked);
      assertEquals(
        complaints(schemaOf(path, "post"), await answer.json()),
        [],
        path,
      );
    }
    const refused = await gateway.post("/v1/messages", {});
    const { AnthropicFailure } = document.components.responses;
    assertEquals(
      complaints(
        AnthropicFailure.content["application/json"].schema,
        await refused.json(),
      ),
      [],
    );
    const contents = [{ parts: [{ text: "Hello" }] }];
    for (const action of ["generateContent", "countTokens"]) {
      const path = `/v1beta/models/${model}:${action}`;
      const answer = await gateway.post(path, { contents });
      assertEquals(
        complaints(
          schemaOf("/v1beta/models/{id}", "post"),
          await answer.json(),
        ),
        [],
        action,
      );
    }
    const unread = await gateway.post(`/v1beta/models/${model}:countTokens`, 1);
    const { GoogleFailure } = document.components.responses;
    assertEquals(
      complaints(
        GoogleFailure.content["application/json"].schema,
        await unread.json(),
      ),
      [],
    );
    const missing = await get("/api/keys/none");
    const { content } = document.components.responses.Failure;
    assertEquals(
      complaints(content["application/json"].schema, missing),
      [],
    );
  });
});
