import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import type { KeyChange } from "../../lib/auth/keys.ts";
import { BODIES } from "../../lib/store/requests/keys.ts";
import { purge } from "../../lib/store/requests/retention.ts";
import { type TestGateway, testGateway } from "../helpers/gateway.ts";

const CHAT = "/v1/chat/completions";
const HOUR_MS = 60 * 60 * 1000;

interface Asked {
  status: number;
  text: string;
  id: string;
}

async function ask(
  gateway: TestGateway,
  policy: KeyChange,
  body: Record<string, unknown>,
): Promise<Asked> {
  const { key } = await gateway.services.keys.create({ name: "k", ...policy });
  const response = await gateway.post(CHAT, {
    model: "gpt-4o",
    messages: [{ role: "user", content: "hi" }],
    ...body,
  }, { key });
  const text = await response.text();
  const id = response.headers.get("x-request-id") ?? "";
  return { status: response.status, text, id };
}

// deno-lint-ignore no-explicit-any -- Answers are checked by what is asserted.
async function kept(gateway: TestGateway, id: string): Promise<any> {
  const response = await gateway.fetch(`/api/requests/${id}/body`);
  const body = await response.json();
  return response.status === 200 ? body : body.error.code;
}

async function bodyEntries(gateway: TestGateway): Promise<number> {
  const kv = await gateway.services.store.kv();
  return (await Array.fromAsync(kv.list({ prefix: BODIES }))).length;
}

describe("bodies of requests", () => {
  it("are not kept unless the key's policy says so", async () => {
    const gateway = await testGateway();
    const { id } = await ask(gateway, {}, {});
    assertEquals(await kept(gateway, id), "body_not_found");
    const record = await (await gateway.fetch(`/api/requests/${id}`)).json();
    assertEquals(record.bodies, undefined);
    assertEquals(await bodyEntries(gateway), 0);
    await gateway.close();
  });

  it("are kept of whole and of streamed answers, as they were said", async () => {
    const gateway = await testGateway();
    for (const stream of [false, true]) {
      const asked = await ask(gateway, { bodies: "all" }, { stream });
      assertEquals(asked.status, 200);
      const { request, answer, error, until } = await kept(gateway, asked.id);
      assertEquals([request.cut, answer.cut, error], [false, false, null]);
      assertEquals(JSON.parse(request.text), {
        model: "gpt-4o",
        messages: [{ role: "user", content: "hi" }],
        stream,
      });
      const [seen] = JSON.parse(answer.text);
      assertEquals(seen.finishReason, "stop");
      assert(seen.text.length > 0);
      const said = stream
        ? asked.text.split("\n\n").filter((line) => line.startsWith("data: {"))
          .map((line) => JSON.parse(line.slice(6)).choices[0]?.delta.content)
          .join("")
        : JSON.parse(asked.text).choices[0].message.content;
      assertEquals(seen.text, said);
      assert(until > Date.now() && until < Date.now() + 1000 * HOUR_MS);
    }
    await gateway.close();
  });

  it("are kept of failed requests only where that is the policy", async () => {
    const gateway = await testGateway();
    const policy: KeyChange = { bodies: "failed" };
    const well = await ask(gateway, policy, {});
    assertEquals(await kept(gateway, well.id), "body_not_found");
    for (const stream of [false, true]) {
      const messages = [{ role: "user", content: "T400" }];
      const failed = await ask(gateway, policy, { messages, stream });
      assert(failed.status >= 400, failed.text);
      const { request, error } = await kept(gateway, failed.id);
      assertEquals(JSON.parse(request.text).messages, messages);
      assertEquals(JSON.parse(error.text), JSON.parse(failed.text));
      const record = await gateway.fetch(`/api/requests/${failed.id}`);
      assertEquals((await record.json()).bodies, true);
    }
    await gateway.close();
  });

  it("hold no secret and no data, and are sealed in the database", async () => {
    const gateway = await testGateway();
    const secret = `sk-${"x1".repeat(20)}`;
    const image = `data:image/png;base64,${"iVBOR".repeat(40_000)}`;
    const content = [
      { type: "text", text: `my key is ${secret}, unmistakable words` },
      { type: "image_url", image_url: { url: image } },
    ];
    const messages = [{ role: "user", content }];
    const { id } = await ask(gateway, { bodies: "all" }, { messages });
    const { request } = await kept(gateway, id);
    const [text, picture] = JSON.parse(request.text).messages[0].content;
    assertEquals(text.text, "my key is [redacted], unmistakable words");
    assertEquals(
      picture.image_url.url,
      "data:image/png;base64,[200000 characters]",
    );
    const kv = await gateway.services.store.kv();
    for await (
      const { value } of kv.list<{ bytes: Uint8Array }>({ prefix: BODIES })
    ) {
      const stored = new TextDecoder("latin1").decode(value.bytes);
      assert(!stored.includes("unmistakable") && !stored.includes(secret));
    }
    await gateway.close();
  });

  it("are capped, and say so", async () => {
    const gateway = await testGateway();
    const messages = [{ role: "user", content: "word ".repeat(50_000) }];
    const { id } = await ask(gateway, { bodies: "all" }, { messages });
    const { request } = await kept(gateway, id);
    assertEquals([request.text.length, request.cut], [64 * 1024, true]);
    await gateway.close();
  });

  it("go with their record, and by themselves when their time is over", async () => {
    const gateway = await testGateway();
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) {
      ids.push((await ask(gateway, { bodies: "all" }, {})).id);
    }
    const [first = "", second = "", third = ""] = ids;
    await gateway.fetch(`/api/requests/${first}`, { method: "DELETE" });
    assertEquals(await kept(gateway, first), "body_not_found");
    assertEquals(await bodyEntries(gateway), 2);
    const { store, settings } = gateway.services;
    const later = Date.now() + (settings.current.bodyHours + 1) * HOUR_MS;
    const purged = await purge(store, later, { limit: 100 });
    assertEquals([purged.records, purged.bodies], [0, 2]);
    assertEquals(await kept(gateway, second), "body_not_found");
    const record = await gateway.fetch(`/api/requests/${third}`);
    assertEquals(record.status, 200);
    await record.body?.cancel();
    await gateway.close();
  });
});
