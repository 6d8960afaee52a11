import { assertEquals, assertRejects } from "@std/assert";
import { afterAll, beforeAll, describe, it } from "@std/testing/bdd";
import { fetchTransport } from "../../../lib/puter/network/fetch_transport.ts";
import { nodeTransport } from "../../../lib/puter/network/node_transport.ts";
import type { PuterTransport } from "../../../lib/puter/transport.ts";
import { Simulator } from "../../../lib/puter/simulator/mod.ts";
import {
  serveSimulator,
  type SimulatorServer,
} from "../../../lib/puter/simulator/serve.ts";
import { whoami } from "../../../lib/puter/identity.ts";
import { question, readAnswer, TINY } from "./helpers.ts";

describe("a simulator behind a port", () => {
  const simulator = new Simulator();
  const { accountId, token } = simulator.addAccount();
  let server: SimulatorServer;

  beforeAll(async () => {
    server = await serveSimulator(simulator);
  });

  afterAll(() => server.close());

  function chat(transport: PuterTransport, args: Record<string, unknown>) {
    const body = {
      interface: "puter-chat-completion",
      method: "complete",
      args: { model: TINY, ...args },
    };
    const bytes = new TextEncoder().encode(JSON.stringify(body));
    return transport.send({
      method: "POST",
      path: "/drivers/call",
      token,
      body: [bytes],
    });
  }

  for (const make of [fetchTransport, nodeTransport]) {
    describe(`reached through ${make.name}`, () => {
      it("answers whole and in lines", async () => {
        const transport = make(server.url);
        assertEquals((await whoami(transport, token)).accountId, accountId);
        const whole = await readAnswer(chat(transport, question("TTEXT")));
        assertEquals(whole.contentType, "application/json");
        const stream = await readAnswer(
          chat(transport, { ...question("TTEXT"), stream: true }),
        );
        assertEquals(stream.contentType, "application/x-ndjson");
        assertEquals(stream.text.trim().split("\n").length, 8);
      });

      it("breaks connections, before the head and after", async () => {
        const transport = make(server.url);
        const faults = ["drop_before_head", "drop_mid_line"] as const;
        for (const fault of faults) {
          // A second fault meets a transport that tries once more.
          simulator.faults.next(fault, fault === "drop_before_head" ? 2 : 1);
          const exchange = chat(transport, {
            ...question("TTEXT"),
            stream: true,
          });
          await assertRejects(() => readAnswer(exchange));
          simulator.faults.clear();
        }
        assertEquals(simulator.inFlight(accountId), 0);
      });

      it("frees the place of a caller that hangs up", async () => {
        const exchange = chat(make(server.url), {
          ...question("TDELAY:60000"),
          stream: true,
        });
        await (await exchange.answer).read();
        assertEquals(simulator.inFlight(accountId), 1);
        exchange.cancel();
        for (let i = 0; i < 100 && simulator.inFlight(accountId) > 0; i++) {
          await new Promise((resolve) => setTimeout(resolve, 2));
        }
        assertEquals(simulator.inFlight(accountId), 0);
      });
    });
  }

  it("sends what Puter sends to browsers", async () => {
    const response = await fetch(`${server.url}/healthcheck`, {
      headers: { origin: "https://gateway.example" },
    });
    assertEquals(response.status, 200);
    assertEquals(
      response.headers.get("access-control-allow-origin"),
      "https://gateway.example",
    );
    assertEquals(response.headers.get("content-length"), "11");
    assertEquals(await response.json(), { ok: true });
  });
});
