import type { HttpMessage } from "./http_message.ts";
import { serveHttp, type ServerConnection } from "./http_server.ts";
import { pause } from "./meter.ts";
import { type Order, orderOf } from "./order.ts";
import { statistics } from "./statistics.ts";
import { prepare, type Wire } from "./wire.ts";

// A look-alike of Puter for load: its answers are made in advance, so that it
// costs as little as possible. The same answers are served in OpenAI's form,
// for a proxy that only passes them through.

const MODELS = [
  model("gpt-bench", "azure-openai"),
  model("claude-bench", "claude"),
];

const ALLOWANCE = { remaining: 1e9, monthUsageAllowance: 1e9 };

interface ChatBody {
  model?: string;
  stream?: boolean;
  messages?: { role: string; content: unknown }[];
}

serveHttp(Number(Deno.args[0]), (request, connection) => {
  switch (request.path) {
    case "/drivers/call":
      return driverCall(request, connection);
    case "/v1/chat/completions":
      return openAiCall(request, connection);
    case "/puterai/chat/models/details":
      return answerJson(connection, { models: MODELS });
    case "/whoami":
      statistics.aside();
      return answerJson(connection, identityOf(request));
    case "/metering/usage":
      statistics.aside();
      return answerJson(connection, { allowanceInfo: ALLOWANCE });
    case "/stats":
      return answerJson(connection, statistics.view());
  }
  return answerJson(connection, { error: "Not found" });
});

function answerJson(
  connection: ServerConnection,
  value: unknown,
): Promise<void> {
  const body = new TextEncoder().encode(JSON.stringify(value));
  return connection.answer(body, "application/json");
}

function driverCall(
  request: HttpMessage,
  connection: ServerConnection,
): Promise<void> {
  const { args } = JSON.parse(request.text) as { args: ChatBody };
  const wire = args.model === "claude-bench" ? "puter_claude" : "puter_openai";
  return answerChat(connection, args, wire);
}

function openAiCall(
  request: HttpMessage,
  connection: ServerConnection,
): Promise<void> {
  return answerChat(connection, JSON.parse(request.text), "openai");
}

async function answerChat(
  connection: ServerConnection,
  body: ChatBody,
  wire: Wire,
): Promise<void> {
  const content = body.messages?.at(-1)?.content;
  const order = orderOf(textOf(content));
  connection.onGone = () => statistics.abort(order.tag);
  if (typeof content !== "string") await statistics.noteImage(content);
  if (order.headMs > 0) await pause(order.headMs);
  if (body.stream === true) return await stream(connection, order, wire);
  await connection.answer(prepare(order, wire).whole, "application/json");
}

async function stream(
  connection: ServerConnection,
  order: Order,
  wire: Wire,
): Promise<void> {
  const { writes, end } = prepare(order, wire);
  statistics.open();
  try {
    connection.begin(
      wire === "openai" ? "text/event-stream" : "application/x-ndjson",
    );
    // Streams that begin together must not all be written to in one step.
    let pauseMs = Math.random() * order.delayMs;
    do {
      for (const bytes of writes) {
        if (order.delayMs > 0) await pause(pauseMs);
        if (connection.isGone) return;
        pauseMs = order.delayMs;
        statistics.sent(bytes.byteLength);
        await connection.write(bytes);
      }
    } while (order.chunks === 0);
    await connection.end(end);
  } finally {
    statistics.close();
  }
}

function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.find((part) => part.type === "text")?.text ?? "";
}

/** Whom a token belongs to: the account id is in it. */
function identityOf({ headers }: HttpMessage) {
  const [, payload = ""] = (headers.get("authorization") ?? "").split(".");
  const { uu } = JSON.parse(atob(payload));
  const hex = Array.from(
    atob(uu),
    (char) => char.charCodeAt(0).toString(16).padStart(2, "0"),
  ).join("");
  const uuid = hex.replace(
    /^(.{8})(.{4})(.{4})(.{4})(.{12})$/,
    "$1-$2-$3-$4-$5",
  );
  return {
    uuid,
    username: `bench_${hex.slice(0, 8)}`,
    is_temp: false,
    email_confirmed: true,
    requires_email_confirmation: false,
    subscription: { active: true, tier: "bench" },
  };
}

function model(id: string, provider: string) {
  return {
    id,
    provider,
    max_tokens: 100_000,
    context: 200_000,
    costs_currency: "usd-cents",
    costs: { tokens: 1_000_000, input_tokens: 100, output_tokens: 400 },
    modalities: { input: ["text", "image"], output: ["text"] },
  };
}
