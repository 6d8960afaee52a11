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

interface ChatBody {
  model?: string;
  stream?: boolean;
  messages?: { role: string; content: unknown }[];
}

Deno.serve({
  hostname: "127.0.0.1",
  port: Number(Deno.args[0]),
  onListen: () => {},
}, (req, info) => {
  const path = req.url.slice(req.url.indexOf("/", 8));
  switch (path) {
    case "/drivers/call":
      return driverCall(req, info);
    case "/v1/chat/completions":
      return openAiCall(req, info);
    case "/puterai/chat/models/details":
      return Response.json({ models: MODELS });
    case "/whoami":
      return Response.json(identity(req));
    case "/metering/usage":
      return Response.json({
        allowanceInfo: { remaining: 1e9, monthUsageAllowance: 1e9 },
      });
    case "/stats":
      return Response.json(statistics.view());
  }
  return new Response("Not Found", { status: 404 });
});

type Info = Deno.ServeHandlerInfo;

async function driverCall(req: Request, info: Info): Promise<Response> {
  const { args } = await req.json() as { args: ChatBody };
  const wire = args.model === "claude-bench" ? "puter_claude" : "puter_openai";
  return answer(info, { body: args, wire });
}

async function openAiCall(req: Request, info: Info): Promise<Response> {
  return answer(info, { body: await req.json(), wire: "openai" });
}

async function answer(
  info: Info,
  { body, wire }: { body: ChatBody; wire: Wire },
): Promise<Response> {
  const content = body.messages?.at(-1)?.content;
  const order = orderOf(textOf(content));
  if (typeof content !== "string") await statistics.noteImage(content);
  if (order.headMs > 0) await holdBack(info, order);
  const made = prepare(order, wire);
  if (body.stream !== true) {
    return new Response(made.whole as BodyInit, {
      headers: { "content-type": "application/json" },
    });
  }
  const type = wire === "openai" ? "text/event-stream" : "application/x-ndjson";
  return new Response(streamOf(order, wire), {
    headers: { "content-type": type },
  });
}

function streamOf(order: Order, wire: Wire): ReadableStream<Uint8Array> {
  const { writes, end } = prepare(order, wire);
  const { delayMs, tag } = order;
  // Streams that begin together must not be written to in one step for ever.
  let pauseMs = Math.random() * delayMs;
  let next = 0;
  let timer: number | undefined;
  statistics.open();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (delayMs > 0) {
        await new Promise((resolve) => timer = setTimeout(resolve, pauseMs));
        pauseMs = delayMs;
      }
      if (next === writes.length && order.chunks === 0) next = 0;
      const bytes = writes[next++];
      if (bytes !== undefined) {
        statistics.sent(bytes.byteLength);
        return controller.enqueue(bytes);
      }
      controller.enqueue(end);
      statistics.close();
      controller.close();
    },
    cancel() {
      clearTimeout(timer);
      statistics.close();
      statistics.abort(tag);
    },
  }, { highWaterMark: 0 });
}

async function holdBack(info: Info, order: Order): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, order.headMs);
    info.completed.catch(() => {
      clearTimeout(timer);
      statistics.abort(order.tag);
      resolve();
    });
  });
}

function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.find((part) => part.type === "text")?.text ?? "";
}

/** Whom a token belongs to: the account id is in it. */
function identity(req: Request) {
  const [, payload = ""] = (req.headers.get("authorization") ?? "").split(".");
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
