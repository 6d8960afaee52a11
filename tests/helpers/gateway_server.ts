import { assert } from "@std/assert";
import { pathOf } from "../../lib/http/base_paths.ts";
import { replaceServices } from "../../lib/gateway/services.ts";
import { testApp } from "./app.ts";
import {
  type TestGateway,
  testGateway,
  type TestGatewayOptions,
} from "./gateway.ts";

/**
 * True where `Deno.serve` tells that a client has left before the head of its
 * answer is sent. From 2.8.3 to at least 2.9.6 it does so only for requests
 * short enough to come in one read.
 */
export const NOTICES_EARLY_LEAVE = isBefore([2, 8, 3]);

/** How long an abandoned call may hold its account, in ms. */
const PATIENCE_MS = 1000;

/** A test gateway on a loopback port, for clients that need a socket. */
export interface GatewayServer extends TestGateway {
  /** What clients are told: the origin and `/v1`. */
  baseURL: string;
  /** When the requests for a path came, in ms, since the last `forget`. */
  arrivals(path: string): number[];
  /** Forgets the requests that came so far. */
  forget(): void;
  /** Resolves once an account has a call running. */
  untilBusy(): Promise<void>;
  /** Resolves once no account has a call running, here or at Puter. */
  untilIdle(): Promise<void>;
}

/** Starts a gateway that listens on a free port. */
export async function gatewayServer(
  options: TestGatewayOptions = {},
): Promise<GatewayServer> {
  const gateway = await testGateway(options);
  const handler = await testApp();
  const requests: { path: string; at: number }[] = [];
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    (request, info) => {
      const path = pathOf(request.url);
      requests.push({ path, at: performance.now() });
      replaceServices(gateway.services);
      return handler(request, info);
    },
  );
  return {
    ...gateway,
    baseURL: `http://127.0.0.1:${server.addr.port}/v1`,
    arrivals: (path) =>
      requests.flatMap((request) => request.path === path ? [request.at] : []),
    forget: () => requests.length = 0,
    untilBusy: () =>
      until(() => inFlight(gateway).here > 0, () => "No call is running"),
    untilIdle: () =>
      until(() => {
        const { here, there } = inFlight(gateway);
        return here === 0 && there === 0;
      }, () => `Calls are running: ${JSON.stringify(inFlight(gateway))}`),
    async close() {
      await server.shutdown();
      await gateway.close();
    },
  };
}

/** Calls that run, by the gateway's count and by Puter's. */
function inFlight(gateway: TestGateway): { here: number; there: number } {
  let here = 0;
  let there = 0;
  for (const account of gateway.services.puter.pool.view()) {
    here += account.inFlight;
    there += gateway.simulator.inFlight(account.id);
  }
  return { here, there };
}

async function until(isSo: () => boolean, message: () => string) {
  const begun = performance.now();
  while (!isSo()) {
    assert(performance.now() - begun < PATIENCE_MS, message());
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function isBefore(release: readonly number[]): boolean {
  const running = Deno.version.deno.split(".").map(Number);
  const at = release.findIndex((part, index) => part !== running[index]);
  return at >= 0 && (running[at] ?? 0) < (release[at] ?? 0);
}
