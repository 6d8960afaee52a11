import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import { type TestGateway, testGateway } from "../helpers/gateway.ts";

const HELLO = {
  model: "gpt-4o",
  messages: [{ role: "user", content: "TTEXT" }],
};

describe("routing, headers and limits", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await testGateway();
  });
  after(() => gateway.close());

  it("1: serves every route with /v1 once, twice and not at all", async () => {
    for (
      const path of [
        "/v1/chat/completions",
        "/chat/completions",
        "/v1/v1/chat/completions",
        "//v1//chat//completions",
        "/v1/chat/completions/",
      ]
    ) {
      const response = await gateway.post(path, HELLO);
      assertEquals(response.status, 200, path);
      assertEquals((await response.json()).object, "chat.completion", path);
    }
    for (const path of ["/v1/models", "/models", "/v1/v1/models", "//models"]) {
      const response = await gateway.fetch(path);
      assertEquals(response.status, 200, path);
      assertEquals((await response.json()).object, "list", path);
    }
  });

  it("2: answers unknown paths with 404 in the envelope", async () => {
    for (
      const path of [
        "/v1/_stainless_unknown_path",
        "/v1/files",
        "/v1/chat",
        "/v1",
        "/v1/v1/nope",
      ]
    ) {
      for (const method of ["GET", "POST", "DELETE"]) {
        const response = await gateway.fetch(path, { method });
        assertEquals(response.status, 404, `${method} ${path}`);
        assertEquals(response.headers.get("content-type"), "application/json");
        const { error } = await response.json();
        assertEquals(error.code, "unknown_url");
        assertEquals(error.type, "invalid_request_error");
      }
    }
  });

  it("3: ignores unknown query parameters", async () => {
    const response = await gateway.post(
      "/v1/chat/completions?beta=true&api-version=2026-01-01",
      HELLO,
    );
    assertEquals(response.status, 200);
    await response.body?.cancel();
  });

  it("4: answers GET and HEAD of / with 200 without credentials", async () => {
    for (const method of ["GET", "HEAD"]) {
      const response = await gateway.fetch("/", { method, key: "" });
      assertEquals(response.status, 200, method);
      await response.body?.cancel();
    }
  });

  it("5: answers a wrong method with 405 and allow", async () => {
    const response = await gateway.fetch("/v1/chat/completions");
    assertEquals(response.status, 405);
    assertEquals(response.headers.get("allow"), "POST, OPTIONS");
    assertEquals((await response.json()).error.code, "method_not_supported");
    const models = await gateway.fetch("/v1/models", { method: "DELETE" });
    assertEquals(models.status, 405);
    assertEquals(models.headers.get("allow"), "GET, HEAD, OPTIONS");
    await models.body?.cancel();
  });

  it("6: gives every answer a request id of its own", async () => {
    const seen = new Set<string>();
    const answers = [
      gateway.post("/v1/chat/completions", HELLO),
      gateway.post("/v1/chat/completions", { ...HELLO, stream: true }),
      gateway.post("/v1/chat/completions", { ...HELLO, model: "nope" }),
      gateway.post("/v1/chat/completions", {
        ...HELLO,
        messages: [{ role: "user", content: "T500" }],
      }),
      gateway.fetch("/v1/models", { key: "wrong" }),
      gateway.fetch("/v1/nope"),
      gateway.fetch("/v1/models", { method: "OPTIONS" }),
    ];
    for (const response of await Promise.all(answers)) {
      const id = response.headers.get("x-request-id");
      assert(id?.startsWith("req_"), String(response.status));
      seen.add(String(id));
      await response.body?.cancel();
    }
    assertEquals(seen.size, answers.length);
  });

  it("8: takes a 10 MiB image and refuses what exceeds the limit", async () => {
    const image = `data:image/png;base64,${"A".repeat(10 * 1024 * 1024)}`;
    const large = await gateway.post("/v1/chat/completions", {
      ...HELLO,
      messages: [{
        role: "user",
        content: [
          { type: "text", text: "TTEXT" },
          { type: "image_url", image_url: { url: image } },
        ],
      }],
    });
    assertEquals(large.status, 200);
    await large.body?.cancel();
    const body = JSON.stringify({
      ...HELLO,
      user: "x".repeat(33 * 1024 * 1024),
    });
    const tooLarge = await gateway.fetch("/v1/chat/completions", {
      method: "POST",
      body,
      headers: { "content-length": String(body.length) },
    });
    assertEquals(tooLarge.status, 413);
    assertEquals(
      (await tooLarge.json()).error.code,
      "request_too_large",
    );
  });

  it("9: reads JSON whatever the content type says", async () => {
    for (
      const type of ["text/plain", "application/json; charset=utf-8", "x/y"]
    ) {
      const response = await gateway.post("/v1/chat/completions", HELLO, {
        headers: { "content-type": type },
      });
      assertEquals(response.status, 200, type);
      await response.body?.cancel();
    }
  });

  it("10: frees the upstream when the client leaves in mid-stream", async () => {
    const response = await gateway.post("/v1/chat/completions", {
      ...HELLO,
      stream: true,
      messages: [{ role: "user", content: "TCHUNKS:10000" }],
    });
    const reader = response.body?.getReader();
    await reader?.read();
    assertNotEquals(gateway.services.puter.pool.view()[0]?.inFlight, 0);
    await reader?.cancel();
    const begun = performance.now();
    while (gateway.services.puter.pool.view()[0]?.inFlight !== 0) {
      assert(performance.now() - begun < 1000);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  });

  it("11: echoes model ids with slashes and colons unchanged", async () => {
    for (const model of ["openai/gpt-4o", "azure:openai/gpt-4o", "GPT-4o"]) {
      const response = await gateway.post("/v1/chat/completions", {
        ...HELLO,
        model,
      });
      assertEquals(response.status, 200, model);
      assertEquals((await response.json()).model, model);
    }
  });
});
