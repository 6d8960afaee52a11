import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import {
  OWNER_KEY,
  type TestGateway,
  testGateway,
} from "../helpers/gateway.ts";

const HELLO = {
  model: "gpt-4o",
  messages: [{ role: "user", content: "TTEXT" }],
};

const ROUTES: [method: string, path: string, body?: unknown][] = [
  ["GET", "/v1/models"],
  ["GET", "/v1/models/gpt-4o"],
  ["POST", "/v1/chat/completions", HELLO],
];

describe("authentication", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await testGateway();
  });
  after(() => gateway.close());

  function call(
    [method, path, body]: typeof ROUTES[number],
    headers: Record<string, string>,
  ): Promise<Response> {
    return gateway.fetch(path, {
      method,
      headers,
      key: "",
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  it("12: takes the key from every header clients use", async () => {
    for (const route of ROUTES) {
      for (
        const headers of [
          { authorization: `Bearer ${OWNER_KEY}` },
          { authorization: `bearer ${OWNER_KEY}` },
          { authorization: `BEARER ${OWNER_KEY}` },
          { "x-api-key": OWNER_KEY },
          { "api-key": OWNER_KEY },
          { "x-goog-api-key": OWNER_KEY },
        ] as Record<string, string>[]
      ) {
        const response = await call(route, headers);
        assertEquals(
          response.status,
          200,
          `${route[1]} ${Object.keys(headers)}`,
        );
        await response.body?.cancel();
      }
    }
  });

  it("13: takes a key with inner spaces, from every header", async () => {
    const key = "My API  Key";
    const spaced = await testGateway({
      env: { API_MASTER_KEY: key },
      accounts: [],
    });
    for (
      const headers of [
        { authorization: `Bearer ${key}` },
        { "x-api-key": key },
        { "api-key": key },
      ] as Record<string, string>[]
    ) {
      const served = await spaced.fetch("/v1/models", { key: "", headers });
      assertEquals(served.status, 200, Object.keys(headers).join());
      await served.body?.cancel();
    }
    for (const other of ["My", "My API", "My API Key", "MyAPIKey"]) {
      const refused = await spaced.fetch("/v1/models", { key: other });
      assertEquals(refused.status, 401, other);
      await refused.body?.cancel();
    }
    await spaced.close();
  });

  it("14: answers a missing key with 401 invalid_api_key", async () => {
    for (const route of ROUTES) {
      const response = await call(route, {});
      assertEquals(response.status, 401);
      assertEquals((await response.json()).error.code, "invalid_api_key");
    }
  });

  it("15: answers a wrong key with 401 and does not repeat it", async () => {
    for (const route of ROUTES) {
      const response = await call(route, {
        authorization: "Bearer sk-not-a-key-of-this-gateway",
      });
      assertEquals(response.status, 401);
      assertEquals(response.headers.get("x-should-retry"), "false");
      const text = await response.text();
      assert(text.includes("Incorrect API key provided"));
      assert(!text.includes("sk-not-a-key-of-this-gateway"));
    }
  });

  it("16: takes any key and none where authentication is off", async () => {
    const open = await testGateway({ env: { NO_AUTH: "1" } });
    for (const key of ["", "anything", "sk-x"]) {
      const response = await open.fetch("/v1/models", { key });
      assertEquals(response.status, 200);
      await response.body?.cancel();
    }
    const owner = await open.fetch("/api/keys", { key: "anything" });
    assertEquals(owner.status, 401);
    await owner.body?.cancel();
    await open.close();
  });

  it("takes a client key until it is revoked, and not for /api", async () => {
    const made = await gateway.post("/api/keys", { name: "laptop" });
    assertEquals(made.status, 201);
    const { key, id } = await made.json();
    const served = await gateway.fetch("/v1/models", { key });
    assertEquals(served.status, 200);
    await served.body?.cancel();
    const owned = await gateway.fetch("/api/keys", { key });
    assertEquals(owned.status, 403);
    await owned.body?.cancel();
    const revoked = await gateway.fetch(`/api/keys/${id}`, {
      method: "DELETE",
    });
    assert(revoked.ok);
    await revoked.body?.cancel();
    const refused = await gateway.fetch("/v1/models", { key });
    assertEquals(refused.status, 401);
    await refused.body?.cancel();
  });
});

describe("CORS", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await testGateway();
  });
  after(() => gateway.close());

  it("19: answers any preflight with what it asks for", async () => {
    const names = "authorization, content-type, x-stainless-lang, x-foo";
    for (
      const path of [
        "/v1/chat/completions",
        "/chat/completions",
        "/v1/models",
        "/v1/no/such/path",
      ]
    ) {
      const response = await gateway.fetch(path, {
        method: "OPTIONS",
        key: "",
        headers: {
          origin: "https://app.example",
          "access-control-request-method": "POST",
          "access-control-request-headers": names,
        },
      });
      assertEquals(response.status, 204, path);
      assertEquals(response.headers.get("access-control-allow-origin"), "*");
      assertEquals(response.headers.get("access-control-allow-headers"), names);
    }
  });

  it("20: lists everything when a preflight names no headers", async () => {
    const response = await gateway.fetch("/v1/models", {
      method: "OPTIONS",
      key: "",
    });
    const allowed = response.headers.get("access-control-allow-headers") ?? "";
    for (
      const name of ["authorization", "x-api-key", "x-stainless-retry-count"]
    ) {
      assert(allowed.includes(name), name);
    }
    const methods = response.headers.get("access-control-allow-methods") ?? "";
    for (const name of ["GET", "POST", "DELETE", "OPTIONS", "HEAD"]) {
      assert(methods.includes(name), name);
    }
    assert(Number(response.headers.get("access-control-max-age")) > 0);
  });

  it("21, 22: shows every answer and its headers to other origins", async () => {
    const hello = (text: string) => ({
      model: "gpt-4o",
      messages: [{ role: "user", content: text }],
    });
    const broken = await testGateway({ accounts: [] });
    broken.services.keys.authenticate = () => {
      throw new Error("a fault of ours");
    };
    const answers: [number, Promise<Response>][] = [
      [200, gateway.post("/v1/chat/completions", hello("TTEXT"))],
      [
        200,
        gateway.post("/v1/chat/completions", {
          ...hello("TTEXT"),
          stream: true,
        }),
      ],
      [400, gateway.post("/v1/chat/completions", {})],
      [401, gateway.fetch("/v1/models", { key: "wrong" })],
      [404, gateway.fetch("/v1/models/nope")],
      [405, gateway.fetch("/v1/chat/completions")],
      [
        413,
        gateway.post("/v1/chat/completions", hello("TTEXT"), {
          headers: { "content-length": String(1e9) },
        }),
      ],
      [429, gateway.post("/v1/chat/completions", hello("T429"))],
      [500, broken.fetch("/v1/models")],
      [503, gateway.post("/v1/chat/completions", hello("T500"))],
    ];
    for (const [status, answer] of answers) {
      const response = await answer;
      assertEquals(response.status, status);
      assertEquals(response.headers.get("access-control-allow-origin"), "*");
      const exposed = response.headers.get("access-control-expose-headers") ??
        "";
      for (
        const name of [
          "x-request-id",
          "request-id",
          "retry-after",
          "retry-after-ms",
          "x-should-retry",
          "x-ratelimit-limit-requests",
          "x-ratelimit-remaining-requests",
          "x-ratelimit-reset-requests",
        ]
      ) assert(exposed.split(", ").includes(name), name);
      assert(!(await response.text()).includes("a fault of ours"));
    }
    await broken.close();
  });

  it("23: serves clients that send fetch metadata but no origin", async () => {
    const response = await gateway.post(
      "/v1/chat/completions",
      { model: "gpt-4o", messages: [{ role: "user", content: "TTEXT" }] },
      { headers: { "sec-fetch-mode": "cors" } },
    );
    assertEquals(response.status, 200);
    await response.body?.cancel();
  });
});
