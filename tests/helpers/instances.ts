import { Vault } from "../../lib/auth/vault.ts";
import { readConfig } from "../../lib/config.ts";
import {
  createServices,
  replaceServices,
  type Services,
} from "../../lib/gateway/services.ts";
import { Store } from "../../lib/store/kv.ts";
import { FakePuter } from "../gateway/fake_identity.ts";
import { testApp } from "./app.ts";

/** The owner's key of all instances. */
export const OWNER_KEY = "the owner's own key";

/** One gateway of several in this process. */
export interface Instance {
  services: Services;
  call(
    method: string,
    path: string,
    init?: { body?: unknown; headers?: HeadersInit },
  ): Promise<Response>;
}

/** Several gateways on one database in memory. */
export interface Instances extends AsyncDisposable {
  kv: Deno.Kv;
  all: Instance[];
}

/** What the instances may differ in from a fresh deployment. */
export interface InstancesOptions {
  count?: number;
  env?: Record<string, string>;
  /** Their sealing key; the same for all. */
  vaultByte?: number;
}

/** Starts gateways that share a database; each has read it once. */
export async function instances(
  options: InstancesOptions = {},
): Promise<Instances> {
  const handler = await testApp();
  const kv = await Deno.openKv(":memory:");
  const env: Record<string, string> = {
    API_MASTER_KEY: OWNER_KEY,
    ...options.env,
  };
  const all = Array.from({ length: options.count ?? 1 }, () => {
    const services = createServices({
      config: readConfig((name) => env[name]),
      store: new Store({ open: () => Promise.resolve(kv), advice: "none" }),
      transport: new FakePuter(),
      vault: new Vault(() =>
        Promise.resolve(new Uint8Array(32).fill(options.vaultByte ?? 1))
      ),
      log: () => {},
    });
    return { services, call: caller(services, handler) };
  });
  for (const { services } of all) await services.ready();
  return {
    kv,
    all,
    [Symbol.asyncDispose]: async () => {
      for (const { services } of all) await services.close();
      replaceServices(undefined);
    },
  };
}

function caller(
  services: Services,
  handler: Awaited<ReturnType<typeof testApp>>,
): Instance["call"] {
  return (method, path, { body, headers } = {}) => {
    replaceServices(services);
    const sent = new Headers(headers);
    if (!sent.has("authorization")) {
      sent.set("authorization", `Bearer ${OWNER_KEY}`);
    }
    const url = `http://localhost${path}`;
    const isRaw = typeof body === "string" || body instanceof Uint8Array;
    return handler(
      new Request(url, {
        method,
        headers: sent,
        body: isRaw ? body as BodyInit : JSON.stringify(body),
      }),
    );
  };
}

/** Waits until something holds, for a second at most. */
export async function eventually(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 1000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error("Not within a second");
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
