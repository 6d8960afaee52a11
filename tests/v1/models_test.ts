import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import { type TestGateway, testGateway } from "../helpers/gateway.ts";

interface Entry {
  id: string;
  object: string;
  created: number;
  owned_by: string;
  architecture: { input_modalities: string[]; output_modalities: string[] };
  type: string;
  display_name: string;
  created_at: string;
}

describe("models", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await testGateway();
  });
  after(() => gateway.close());

  async function list(path = "/v1/models"): Promise<{
    object: string;
    data: Entry[];
    has_more: boolean;
    first_id: string;
    last_id: string;
  }> {
    const response = await gateway.fetch(path);
    assertEquals(response.status, 200);
    return await response.json();
  }

  it("24: lists entries that OpenAI's clients can read", async () => {
    const { object, data } = await list();
    assertEquals(object, "list");
    assert(data.length > 3);
    for (const entry of data) {
      assertEquals(entry.object, "model");
      assert(Number.isInteger(entry.created));
      assert(entry.created > 1e9 && entry.created < 1e10);
      assertEquals(typeof entry.owned_by, "string");
    }
  });

  it("25: lists entries that Anthropic's clients can read", async () => {
    const { data, has_more, first_id, last_id } = await list();
    assertEquals(has_more, false);
    assertEquals(first_id, data[0]?.id);
    assertEquals(last_id, data.at(-1)?.id);
    for (const entry of data) {
      assertEquals(entry.type, "model");
      assert(entry.display_name.length > 0);
      assert(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(entry.created_at));
    }
  });

  it("26: ignores paging parameters", async () => {
    const all = await list();
    assertEquals((await list("/v1/models?limit=1")).data, all.data);
    const later = await list(`/v1/models?after_id=${all.first_id}`);
    assertEquals(later.data, all.data);
  });

  it("27: retrieves ids with a slash, raw and encoded", async () => {
    const { data } = await list();
    const id = data.find((entry) => entry.id.includes("/"))?.id ?? "";
    assert(id !== "");
    for (const path of [id, encodeURIComponent(id)]) {
      for (const base of ["/v1/models/", "/models/"]) {
        const response = await gateway.fetch(base + path);
        assertEquals(response.status, 200, base + path);
        assertEquals((await response.json()).id, id);
      }
    }
  });

  it("28: answers an unknown id with 404 model_not_found", async () => {
    const response = await gateway.fetch("/v1/models/no/such%2Fmodel");
    assertEquals(response.status, 404);
    assertEquals((await response.json()).error.code, "model_not_found");
  });

  it("retrieves a model by an alias that is not listed", async () => {
    const response = await gateway.fetch("/v1/models/azure:openai%2Fgpt-4o");
    assertEquals(response.status, 200);
    await response.body?.cancel();
  });

  it("29: lists unique ids that chat completions accept", async () => {
    const { data } = await list();
    const ids = data.map((entry) => entry.id);
    assertEquals(new Set(ids).size, ids.length);
    for (const { id: model, architecture } of data) {
      const { input_modalities: input, output_modalities: output } =
        architecture;
      // Those that take no text write speech or documents down.
      if (!input.includes("text") || !output.includes("text")) continue;
      const response = await gateway.post("/v1/chat/completions", {
        model,
        messages: [{ role: "user", content: "TTEXT" }],
      });
      assertEquals(response.status, 200, model);
      await response.body?.cancel();
    }
  });

  it("lists models of images and videos and says so", async () => {
    const { data } = await list();
    for (
      const [id, kind] of [
        ["gpt-image-1", "image"],
        ["seedream-4-0-250828", "image"],
        ["veo-3.1-lite", "video"],
      ]
    ) {
      const entry = data.find((entry) => entry.id === id);
      assertEquals(entry?.architecture.output_modalities, [kind], id);
      const found = await gateway.fetch(`/v1/models/${id}`);
      assertEquals(await found.json(), entry);
    }
  });

  it("keeps models of images and chat apart", async () => {
    const response = await gateway.post("/v1/chat/completions", {
      model: "gpt-image-1",
      messages: [{ role: "user", content: "hi" }],
    });
    assertEquals(response.status, 404);
    assertEquals((await response.json()).error.code, "model_not_found");
  });

  it("lists chat models while the other lists cannot be had", async () => {
    const broken = await testGateway({
      wrap: (transport) => ({
        ...transport,
        kind: transport.kind,
        send(call) {
          return /\/(image|video)\//.test(call.path)
            ? { answer: Promise.reject(new Error("reset")), cancel() {} }
            : transport.send(call);
        },
      }),
    });
    const response = await broken.fetch("/v1/models");
    assertEquals(response.status, 200);
    const { data }: { data: Entry[] } = await response.json();
    assert(data.some(({ id }) => id === "gpt-4o"));
    assert(data.every(({ id }) => id !== "gpt-image-1"));
    await broken.close();
  });
});

describe("models without an account", () => {
  it("are the simulator's, marked as such, and vanish with an account", async () => {
    const gateway = await testGateway({ accounts: [] });
    const { data } = await (await gateway.fetch("/v1/models")).json();
    assert(data.length > 0);
    for (const { id } of data) assert(id.startsWith("simulator/"), id);
    const model = data[0].id;
    const ask = { messages: [{ role: "user", content: "Hello" }] };
    const simulated = await gateway.post("/v1/chat/completions", {
      ...ask,
      model,
    });
    assertEquals(simulated.status, 200);
    assertEquals(simulated.headers.get("x-puter2api-upstream"), "simulator");
    assertEquals((await simulated.json()).model, model);
    const real = await gateway.post("/v1/chat/completions", {
      ...ask,
      model: "gpt-4o",
    });
    assertEquals(real.status, 503);
    assertEquals(real.headers.get("x-should-retry"), "false");
    const { error } = await real.json();
    assertEquals(error.code, "no_account_connected");
    assert(error.message.includes("/api/accounts"));
    const { token } = gateway.simulator.addAccount({ tier: "free" });
    const connected = await gateway.post("/api/accounts", { token });
    assert(connected.ok);
    await connected.body?.cancel();
    const gone = await gateway.post("/v1/chat/completions", { ...ask, model });
    assertEquals(gone.status, 404);
    await gone.body?.cancel();
    await gateway.close();
  });

  it("stay beside a real account when the owner keeps them", async () => {
    const gateway = await testGateway({ env: { SIMULATOR: "on" } });
    const { data } = await (await gateway.fetch("/v1/models")).json();
    const ids: string[] = data.map((entry: { id: string }) => entry.id);
    assert(ids.some((id) => id.startsWith("simulator/")));
    assert(ids.some((id) => !id.startsWith("simulator/")));
    await gateway.close();
  });
});
