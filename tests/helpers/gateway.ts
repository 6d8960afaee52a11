import { Vault } from "../../lib/auth/vault.ts";
import { type Config, readConfig } from "../../lib/config.ts";
import {
  createServices,
  replaceServices,
  type Services,
  type ServicesOptions,
} from "../../lib/gateway/services.ts";
import {
  Simulator,
  type SimulatorOptions,
  simulatorTransport,
} from "../../lib/puter/simulator/mod.ts";
import type { PuterTransport } from "../../lib/puter/transport.ts";
import { memoryStore } from "../../lib/store/kv.ts";
import { testApp } from "./app.ts";

/** The owner key of every test gateway. */
export const OWNER_KEY = "My Owner Key";

/** What a test gateway may differ in. */
export interface TestGatewayOptions {
  /** Environment variables. */
  env?: Record<string, string>;
  /** Accounts connected at start; none leaves the built-in simulator. */
  accounts?: Parameters<Simulator["addAccount"]>[0][];
  simulator?: SimulatorOptions;
  /** Stands in front of the simulator's transport. */
  wrap?: (transport: PuterTransport) => PuterTransport;
  /** What else its services may differ in. */
  services?: Pick<ServicesOptions, "network" | "videoTimes">;
}

/** A request to a test gateway. */
export interface GatewayRequest extends RequestInit {
  /** The bearer key: the owner's unless told; none when empty. */
  key?: string;
  /** Where it comes from; an address that is none unless told. */
  address?: string;
}

/** The whole product over a simulated Puter, in this process. */
export interface TestGateway {
  simulator: Simulator;
  services: Services;
  /** Lines the owner would read in the log. */
  log: string[];
  fetch(path: string, init?: GatewayRequest): Promise<Response>;
  /** Posts JSON with the owner key. */
  post(path: string, body: unknown, init?: GatewayRequest): Promise<Response>;
  close(): Promise<void>;
}

/** Starts a gateway; its accounts are connected through the owner's API. */
export async function testGateway(
  options: TestGatewayOptions = {},
): Promise<TestGateway> {
  const handler = await testApp();
  const simulator = new Simulator(options.simulator);
  const log: string[] = [];
  const transport = simulatorTransport(simulator);
  const services = createServices({
    config: configOf(options.env ?? {}),
    store: memoryStore(),
    transport: options.wrap?.(transport) ?? transport,
    vault: new Vault(() => Promise.resolve(new Uint8Array(32).fill(7))),
    log: (line) => log.push(line),
    ...options.services,
  });
  const gateway: TestGateway = {
    simulator,
    services,
    log,
    fetch(path, { key = OWNER_KEY, address, ...init } = {}) {
      replaceServices(services);
      const headers = new Headers(init.headers);
      if (!headers.has("authorization") && key !== "") {
        headers.set("authorization", `Bearer ${key}`);
      }
      return handler(
        new Request(`http://localhost${path}`, { ...init, headers }),
        address === undefined ? undefined : infoOf(address),
      );
    },
    post(path, body, init = {}) {
      return gateway.fetch(path, {
        ...init,
        method: "POST",
        body: JSON.stringify(body),
      });
    },
    async close() {
      await services.close();
      replaceServices(undefined);
    },
  };
  for (const account of options.accounts ?? [{ tier: "paid" }]) {
    const { token } = simulator.addAccount(account);
    const response = await gateway.post("/api/accounts", { token });
    if (!response.ok) throw new Error(await response.text());
    await response.body?.cancel();
  }
  return gateway;
}

function infoOf(hostname: string): Deno.ServeHandlerInfo {
  return {
    remoteAddr: { transport: "tcp", hostname, port: 5123 },
    completed: Promise.resolve(),
  };
}

function configOf(env: Record<string, string>): Config {
  const all: Record<string, string> = { API_MASTER_KEY: OWNER_KEY, ...env };
  return readConfig((name) => all[name]);
}
