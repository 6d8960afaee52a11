import { Vault } from "../../lib/auth/vault.ts";
import { readConfig } from "../../lib/config.ts";
import { createServices, replaceServices } from "../../lib/gateway/services.ts";
import { memoryStore, type Store } from "../../lib/store/kv.ts";
import { type TestApp, testApp } from "./app.ts";

/** The owner key of every test cockpit. */
export const OWNER_KEY = "My Owner Key";

/** What a test cockpit may differ in. */
export interface TestCockpitOptions {
  /** Environment variables. */
  env?: Record<string, string>;
  store?: Store;
}

/** The product without any account; its pages need no credentials. */
export interface TestCockpit {
  handler: TestApp;
  /** Lines the owner would read in the log. */
  log: string[];
  get(path: string, headers?: HeadersInit): Promise<Response>;
  close(): Promise<void>;
}

/** Puts services of its own in place until it is closed. */
export async function testCockpit(
  options: TestCockpitOptions = {},
): Promise<TestCockpit> {
  const handler = await testApp();
  const log: string[] = [];
  const env: Record<string, string> = {
    API_MASTER_KEY: OWNER_KEY,
    ...options.env,
  };
  const services = createServices({
    config: readConfig((name) => env[name]),
    store: options.store ?? memoryStore(),
    vault: new Vault(() => Promise.resolve(new Uint8Array(32).fill(7))),
    log: (line) => log.push(line),
  });
  replaceServices(services);
  return {
    handler,
    log,
    get: (path, headers) =>
      handler(new Request(`http://localhost${path}`, { headers })),
    async close() {
      replaceServices(undefined);
      await services.close();
    },
  };
}
