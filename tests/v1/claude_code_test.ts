import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import {
  CLAUDE_CODE_HEADERS,
  claudeCodeRequest,
  titleRequest,
} from "../fixtures/claude_code.ts";
import {
  OWNER_KEY,
  type TestGateway,
  testGateway,
} from "../helpers/gateway.ts";
import { readMessageEvents } from "../helpers/message_events.ts";

type Body = Record<string, unknown> & {
  messages: { role: string; content: unknown }[];
};

describe("a session of Claude Code", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await testGateway();
  });
  after(() => gateway.close());

  function post(path: string, body: Record<string, unknown>) {
    return gateway.post(`${path}?beta=true`, body, {
      key: "",
      headers: { ...CLAUDE_CODE_HEADERS, "x-api-key": OWNER_KEY },
    });
  }

  async function streamed(body: Body) {
    const response = await post("/v1/messages", body);
    const text = await response.text();
    assertEquals(response.status, 200, text);
    return readMessageEvents(text);
  }

  async function whole(body: Body) {
    const response = await post("/v1/messages", { ...body, stream: false });
    assertEquals(response.status, 200);
    return await response.json();
  }

  it("4: finds the gateway there", async () => {
    const response = await gateway.fetch("/", { method: "HEAD", key: "" });
    assertEquals(response.status, 200);
  });

  it("discovers the models whose names it keeps", async () => {
    const response = await gateway.fetch("/v1/models?limit=1000", {
      headers: CLAUDE_CODE_HEADERS,
      redirect: "manual",
    });
    assertEquals(response.status, 200);
    assert(response.headers.get("request-id"));
    const { data, has_more } = await response.json();
    assertEquals(has_more, false);
    const names = data.map(({ id }: { id: string }) => id);
    assert(names.some((id: string) => id.startsWith("claude")));
  });

  it("126: streams an answer, and repeats it whole", async () => {
    const body = claudeCodeRequest("TREASON");
    const message = await streamed(body);
    assertEquals(message.content.map(({ type }) => type), ["thinking", "text"]);
    assertEquals(message.stopReason, "end_turn");
    const again = await whole(body);
    assertEquals(again.content[1], message.content[1]);
    assertEquals(again.stop_reason, "end_turn");
  });

  it("126: works through a tool call to its end", async () => {
    const body: Body = claudeCodeRequest("TTOOL");
    const message = await streamed(body);
    assertEquals(message.stopReason, "tool_use");
    const call = message.content.at(-1);
    assertEquals(call?.type, "tool_use");
    const next = {
      ...body,
      messages: [
        ...body.messages,
        { role: "assistant", content: message.content },
        {
          role: "user",
          content: [
            {
              type: "tool_result",
              tool_use_id: call?.id,
              content: "total 0",
              is_error: false,
              cache_control: { type: "ephemeral" },
            },
            { type: "text", text: "<system-reminder>Go on</system-reminder>" },
          ],
        },
      ],
    };
    assertEquals((await streamed(next)).stopReason, "end_turn");
    assertEquals((await whole(next)).stop_reason, "end_turn");
  });

  it("126: is sent what it asked for", async () => {
    await whole(claudeCodeRequest("TANYTHING"));
    const sent = gateway.simulator.lastVendorRequest as {
      max_tokens: number;
      system: { text: string; cache_control?: unknown }[];
      messages: { content: { cache_control?: unknown }[] }[];
      tools: { name: string }[];
      thinking: unknown;
    };
    assertEquals(sent.max_tokens, 32_000);
    assertEquals(sent.tools.map(({ name }) => name), [
      "Bash",
      "Read",
      "Edit",
      "Grep",
    ]);
    assertEquals(sent.thinking, { type: "enabled", budget_tokens: 4096 });
    const [system] = sent.system;
    assert(system !== undefined);
    assert(system.text.includes("You are Claude Code"));
    assert(system.text.includes("The working directory has changed."));
    // What it wants to be remembered is its owner's money.
    assertEquals(system.cache_control, { type: "ephemeral", ttl: "1h" });
    assertEquals(
      sent.messages[0]?.content.map((part) => part.cache_control),
      [undefined, { type: "ephemeral" }],
    );
  });

  it("gets titles from a small model it was not told of", async () => {
    const message = await streamed(titleRequest());
    const text = String(message.content.at(-1)?.text);
    assertEquals(typeof JSON.parse(text).title, "string");
  });

  it("probes its quota with one token", async () => {
    const message = await whole({
      model: "claude-haiku-4-5-20251001",
      max_tokens: 1,
      messages: [{ role: "user", content: "quota" }],
      metadata: { user_id: "u" },
    });
    assertEquals(message.type, "message");
  });

  it("123: counts its tools and texts apart, many at once", async () => {
    const { system, messages, tools, model } = claudeCodeRequest("Hello");
    const bodies = [
      ...tools.slice(0, 4).map((tool) => ({ model, messages, tools: [tool] })),
      { model, messages },
      { model, messages, system, tools },
    ];
    const counts = await Promise.all(bodies.map(async (body) => {
      const response = await post("/v1/messages/count_tokens", body);
      assertEquals(response.status, 200);
      return (await response.json()).input_tokens as number;
    }));
    const [bare = 0, all = 0] = counts.slice(-2);
    for (const count of counts.slice(0, 4)) assert(count > bare + 400);
    assert(all > bare + 4000 && all < 10_000, String(all));
  });
});
