import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import type OpenAI from "openai";
import { z } from "zod";
import {
  type GatewayServer,
  gatewayServer,
} from "../helpers/gateway_server.ts";
import { clientOf, OPENAI_SDKS } from "../helpers/openai_sdks.ts";

const TINY = "ollama:ollama/tiny:1b";
const SPOKEN = "Hello from the fake upstream. 你好 ✓";
const EMOJI = "👩‍👩‍👧 家族 🇺🇳";

const WEATHER = {
  type: "function" as const,
  function: { name: "get_weather", parameters: { type: "object" } },
};

type Params = OpenAI.ChatCompletionCreateParamsStreaming;
type Chunk = OpenAI.ChatCompletionChunk;

function ask(text: string, fields: Partial<Params> = {}): Params {
  return {
    model: TINY,
    stream: true,
    messages: [{ role: "user", content: text }],
    ...fields,
  };
}

/** A fetch that notes what it hears before the client's parser does. */
function listening(heard: string[]): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const note = new TransformStream<string, string>({
      transform(text, controller) {
        heard.push(text);
        controller.enqueue(text);
      },
    });
    const body = response.body?.pipeThrough(new TextDecoderStream())
      .pipeThrough(note).pipeThrough(new TextEncoderStream());
    return new Response(body, response);
  };
}

for (const sdk of OPENAI_SDKS) {
  describe(`openai ${sdk.version}, streams`, () => {
    let gateway: GatewayServer;
    let client: OpenAI;
    before(async () => {
      gateway = await gatewayServer();
      client = clientOf(sdk, gateway);
    });
    after(() => gateway.close());

    async function chunksOf(params: Params): Promise<Chunk[]> {
      const chunks: Chunk[] = [];
      const stream = await client.chat.completions.create(params);
      for await (const chunk of stream) chunks.push(chunk);
      return chunks;
    }

    function textOf(chunks: readonly Chunk[]): string {
      return chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "")
        .join("");
    }

    it("48, 49, 50, 51, 53: yields chunks of one shape, role first", async () => {
      for (const model of [TINY, "claude-haiku-4-5", "gpt-5.4-pro"]) {
        const chunks = await chunksOf(ask("TANYTHING", { model }));
        const [first] = chunks;
        for (const chunk of chunks) {
          assertEquals(
            [chunk.id, chunk.created, chunk.model, chunk.object],
            [first?.id, first?.created, model, "chat.completion.chunk"],
          );
          assertEquals(chunk.usage ?? null, null);
          assertEquals(chunk.choices.length, 1);
          assertEquals(chunk.choices[0]?.index, 0);
        }
        const roles = chunks.map((chunk) => chunk.choices[0]?.delta.role);
        assertEquals(roles[0], "assistant");
        assertEquals(roles.slice(1).filter((role) => role), []);
        const reasons = chunks.map((chunk) => chunk.choices[0]?.finish_reason);
        assertEquals(reasons.filter((reason) => reason), ["stop"]);
        assertEquals(chunks.at(-1)?.choices[0]?.delta, {});
        assertEquals(chunks.at(-1)?.choices[0]?.finish_reason, "stop");
      }
    });

    it("52: yields the tokens last when asked", async () => {
      const chunks = await chunksOf(
        ask("TANYTHING", { stream_options: { include_usage: true } }),
      );
      const last = chunks.pop();
      assertEquals(last?.choices, []);
      assertEquals(last?.usage?.completion_tokens, 7);
      assertEquals(
        last?.usage?.total_tokens,
        (last?.usage?.prompt_tokens ?? 0) + 7,
      );
      for (const chunk of chunks) assertEquals(chunk.usage, null);
      assertEquals(textOf(chunks), SPOKEN);
    });

    it("54: stream() ends with the sum of what it told", async () => {
      for (const model of [TINY, "claude-haiku-4-5", "gpt-5.4-pro"]) {
        let told = "";
        const stream = client.chat.completions.stream(
          ask("TANYTHING", { model, stream_options: { include_usage: true } }),
        ).on("content", (delta) => told += delta);
        const { choices, usage } = await stream.finalChatCompletion();
        assert(told.length > 0);
        assertEquals(choices.length, 1);
        assertEquals(choices[0]?.message.content, told);
        assertEquals(choices[0]?.message.role, "assistant");
        assertEquals(choices[0]?.finish_reason, "stop");
        assert(usage && usage.completion_tokens > 0);
        assertEquals(await stream.totalUsage(), {
          ...await stream.totalUsage(),
          completion_tokens: usage.completion_tokens,
        });
      }
    });

    it("55: text arrives whole however it is cut on its way", async () => {
      for (const size of [1, 2, 3, 5, 64]) {
        gateway.simulator.faults.chunking = { bytes: size };
        assertEquals(textOf(await chunksOf(ask("TANYTHING"))), SPOKEN);
        const echo = await chunksOf(ask(`Repeat: ${EMOJI}`));
        assert(textOf(echo).includes(EMOJI), textOf(echo));
      }
      gateway.simulator.faults.chunking = null;
    });

    it("54: stream() tells several choices apart", async () => {
      const stream = client.chat.completions.stream(ask("TANYTHING", { n: 2 }));
      const { choices } = await stream.finalChatCompletion();
      assertEquals(choices.map(({ index }) => index), [0, 1]);
      for (const { message } of choices) assert(message.content);
    });

    it("62: reasoning is told before content, never with it", async () => {
      const chunks = await chunksOf(ask("TREASON"));
      let reasoning = "";
      let hasContent = false;
      for (const chunk of chunks) {
        const delta = chunk.choices[0]?.delta as {
          content?: string | null;
          reasoning_content?: string;
        };
        assert(!(delta.content && delta.reasoning_content));
        if (delta.content) hasContent = true;
        if (hasContent) assertEquals(delta.reasoning_content, undefined);
        reasoning += delta.reasoning_content ?? "";
      }
      assertEquals(reasoning, "Let me think.");
      assertEquals(textOf(chunks), SPOKEN);
    });

    it("64: comments in a silence disturb neither way of reading", async () => {
      const quiet = await gatewayServer({ env: { KEEP_ALIVE_MS: "100" } });
      const heard: string[] = [];
      const listener = clientOf(sdk, quiet, { fetch: listening(heard) });
      const params = ask("TCHUNKS:3 TDELAY:350");
      const told: string[] = [];
      for await (
        const chunk of await listener.chat.completions.create(params)
      ) {
        told.push(chunk.choices[0]?.delta.content ?? "");
      }
      assertEquals(told.join(""), " word0 word1 word2");
      const stream = listener.chat.completions.stream(params);
      assertEquals(await stream.finalContent(), " word0 word1 word2");
      const comments = heard.join("").match(/^: /gm);
      assert(comments && comments.length >= 6, `${comments?.length}`);
      await quiet.close();
    });

    it("65: stream() exposes a refusal as such", async () => {
      for (const model of [TINY, "gpt-4o"]) {
        let told = "";
        const stream = client.chat.completions.stream(
          ask("TREFUSAL", { model, tools: [WEATHER] }),
        ).on("refusal.delta", ({ delta }) => told += delta);
        const { choices: [choice] } = await stream.finalChatCompletion();
        assert(choice?.message.refusal);
        assertEquals(choice.message.refusal, told);
        assert(!choice.message.content);
      }
    });

    it("41: stream() parses an answer that fits the zod schema", async () => {
      const person = z.object({ name: z.string(), age: z.number().int() });
      for (const model of ["gpt-4o", "claude-haiku-4-5", "gpt-5.4-pro"]) {
        const stream = client.chat.completions.stream({
          ...ask("Describe a person", { model }),
          response_format: sdk.zodResponseFormat(person, "person"),
        });
        const { choices: [choice] } = await stream.finalChatCompletion();
        assertEquals(person.safeParse(choice?.message.parsed).success, true);
      }
    });

    it("10: breaking off a loop frees the upstream", async () => {
      const stream = await client.chat.completions.create(
        ask("TCHUNKS:50 TDELAY:100"),
      );
      for await (const chunk of stream) {
        await gateway.untilBusy();
        if (chunk.choices[0]?.delta.content) break;
      }
      await gateway.untilIdle();
    });

    it("10: abort() in a silence frees the upstream", async () => {
      // A request as long as real ones: servers may treat short ones better.
      const history = { role: "system" as const, content: "x".repeat(9000) };
      const question = ask("TCHUNKS:2 TDELAY:5000");
      question.messages.unshift(history);
      const raw = await client.chat.completions.create(question);
      await gateway.untilBusy();
      raw.controller.abort();
      await gateway.untilIdle();

      const helper = client.chat.completions.stream(question);
      helper.on("content", () => helper.abort());
      const error = await helper.finalChatCompletion().catch((e) => e);
      assert(error instanceof sdk.OpenAI.APIUserAbortError);
      await gateway.untilIdle();
    });

    it("10: abort() before the first chunk frees the upstream", async () => {
      const hasty = await gatewayServer({ env: { HEAD_HOLD_MS: "60" } });
      const other = clientOf(sdk, hasty);
      await other.chat.completions.create({ ...ask("hi"), stream: false });
      hasty.simulator.faults.stallMs = 3000;
      const stream = await other.chat.completions.create(ask("hi"));
      await hasty.untilBusy();
      stream.controller.abort();
      await hasty.untilIdle();
      await hasty.close();
    });
  });
}
