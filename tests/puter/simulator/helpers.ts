import {
  Simulator,
  type SimulatorOptions,
  simulatorTransport,
} from "../../../lib/puter/simulator/mod.ts";
import type { AccountOptions } from "../../../lib/puter/simulator/mod.ts";
import { readText } from "../../../lib/puter/read_body.ts";
import { isRecord, textOf } from "../../../lib/puter/record.ts";
import type { PuterExchange } from "../../../lib/puter/transport.ts";

/** The price-less model of the simulator. */
export const TINY = "ollama:ollama/tiny:1b";

/** What came back, read to its end. */
export interface Answer {
  status: number;
  contentType: string;
  text: string;
  /** The `code` of an error. */
  code: string | undefined;
  message: string | undefined;
}

/** One account of a simulated Puter, and calls in its name. */
export interface Bench {
  simulator: Simulator;
  accountId: string;
  tokens: ReturnType<Simulator["addAccount"]>["tokens"];
  /** Begins a chat call; `args` come on top of a plain question. */
  chat(args?: Record<string, unknown>, token?: string): PuterExchange;
  /** A chat call, read to its end. */
  ask(args?: Record<string, unknown>, token?: string): Promise<Answer>;
  /** Any driver call, read to its end. */
  call(
    interfaceName: string,
    method: string,
    args: Record<string, unknown>,
  ): Promise<Answer>;
  get(path: string, token?: string): Promise<Answer>;
}

/** Opens an account at a new simulator. */
export function openBench(
  { account, ...options }: SimulatorOptions & { account?: AccountOptions } = {},
): Bench {
  const simulator = new Simulator(options);
  const transport = simulatorTransport(simulator);
  const { accountId, token: own, tokens } = simulator.addAccount(account);
  return { simulator, accountId, tokens, chat, ask, call, get };

  function chat(args: Record<string, unknown> = {}, token = own) {
    const plain = { model: TINY, ...question("TTEXT"), ...args };
    const interfaceName = "puter-chat-completion";
    return send(
      { interface: interfaceName, method: "complete", args: plain },
      token,
    );
  }

  function send(body: unknown, token: string) {
    return transport.send({
      method: "POST",
      path: "/drivers/call",
      token,
      body: [new TextEncoder().encode(JSON.stringify(body))],
    });
  }

  async function ask(args: Record<string, unknown> = {}, token = own) {
    return await readAnswer(chat(args, token));
  }

  async function call(
    interfaceName: string,
    method: string,
    args: Record<string, unknown>,
  ) {
    const body = { interface: interfaceName, method, args };
    return await readAnswer(send(body, own));
  }

  async function get(path: string, token = own) {
    return await readAnswer(transport.send({ method: "GET", path, token }));
  }
}

/** Reads an exchange to its end. */
export async function readAnswer(exchange: PuterExchange): Promise<Answer> {
  const answer = await exchange.answer;
  const text = await readText(answer);
  const { status, contentType } = answer;
  const body = contentType === "application/json" ? JSON.parse(text) : {};
  const [code, message] = isRecord(body)
    ? [textOf(body.code), textOf(body.message)]
    : [];
  return { status, contentType, text, code, message };
}

/** A chat question. */
export function question(content: string): { messages: unknown[] } {
  return { messages: [{ role: "user", content }] };
}
