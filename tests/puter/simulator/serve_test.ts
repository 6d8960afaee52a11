import { assertEquals, assertRejects } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { whoami } from "../../../lib/puter/identity.ts";
import { fetchTransport } from "../../../lib/puter/network/fetch_transport.ts";
import { networkTransport } from "../../../lib/puter/network/mod.ts";
import { Simulator } from "../../../lib/puter/simulator/mod.ts";
import { serveSimulator } from "../../../lib/puter/simulator/serve.ts";
import type {
  PuterExchange,
  PuterTransport,
} from "../../../lib/puter/transport.ts";
import { question, readAnswer, TINY } from "./helpers.ts";

/** A simulator behind a port, with one account. */
interface Served {
  simulator: Simulator;
  accountId: string;
  token: string;
  url: string;
}

async function served(run: (served: Served) => Promise<void>): Promise<void> {
  const simulator = new Simulator();
  const { accountId, token } = simulator.addAccount();
  const server = serveSimulator(simulator);
  try {
    await run({ simulator, accountId, token, url: server.url });
  } finally {
    await server.close();
  }
}

interface ChatOptions {
  token: string;
  content: string;
  stream?: boolean;
}

function chat(
  transport: PuterTransport,
  { token, content, stream = true }: ChatOptions,
): PuterExchange {
  const body = {
    interface: "puter-chat-completion",
    method: "complete",
    args: { model: TINY, stream, ...question(content) },
  };
  return transport.send({
    method: "POST",
    path: "/drivers/call",
    token,
    body: [new TextEncoder().encode(JSON.stringify(body))],
  });
}

for (const make of [fetchTransport, networkTransport]) {
  describe(`a simulator behind a port, reached through ${make.name}`, () => {
    it("answers whole and in lines", () =>
      served(async ({ url, token, accountId }) => {
        const transport = make(url);
        assertEquals((await whoami(transport, token)).accountId, accountId);
        const content = "TTEXT";
        const whole = await readAnswer(
          chat(transport, { token, content, stream: false }),
        );
        assertEquals(whole.status, 200);
        assertEquals(whole.contentType, "application/json");
        const lines = await readAnswer(chat(transport, { token, content }));
        assertEquals(lines.contentType, "application/x-ndjson");
        assertEquals(lines.text.trim().split("\n").length, 8);
      }));

    it("breaks connections, before the head and after", () =>
      served(async ({ simulator, accountId, url, token }) => {
        const transport = make(url);
        for (const fault of ["drop_before_head", "drop_mid_line"] as const) {
          // The second one meets a transport that tries once more.
          simulator.faults.next(fault, 2);
          const exchange = chat(transport, { token, content: "TTEXT" });
          await assertRejects(() => readAnswer(exchange));
          simulator.faults.clear();
        }
        assertEquals(simulator.inFlight(accountId), 0);
      }));

    it("frees the place of a caller that hangs up", () =>
      served(async ({ simulator, accountId, url, token }) => {
        const content = "TDELAY:60000";
        const exchange = chat(make(url), { token, content });
        await (await exchange.answer).read();
        assertEquals(simulator.inFlight(accountId), 1);
        exchange.cancel();
        for (let i = 0; i < 200 && simulator.inFlight(accountId) > 0; i++) {
          await new Promise((resolve) => setTimeout(resolve, 2));
        }
        assertEquals(simulator.inFlight(accountId), 0);
      }));
  });
}

describe("a simulator behind a port", () => {
  it("sends what Puter sends to browsers", () =>
    served(async ({ url }) => {
      const response = await fetch(`${url}/healthcheck`, {
        headers: { origin: "https://gateway.example" },
      });
      assertEquals(response.status, 200);
      assertEquals(
        response.headers.get("access-control-allow-origin"),
        "https://gateway.example",
      );
      assertEquals(response.headers.get("content-length"), "11");
      assertEquals(await response.json(), { ok: true });
    }));
});
