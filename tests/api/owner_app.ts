import { Vault } from "../../lib/auth/vault.ts";
import { readConfig } from "../../lib/config.ts";
import {
  createServices,
  replaceServices,
  type Services,
} from "../../lib/gateway/services.ts";
import { memoryStore, type Store } from "../../lib/store/kv.ts";
import { FakePuter } from "../gateway/fake_identity.ts";
import { testApp } from "../helpers/app.ts";

/** The owner's key in these tests. */
export const OWNER_KEY = "the owner's own key";

/** How `OwnerApp.call` asks. */
export interface CallOptions {
  /** Sent as JSON; a string is sent as it is. */
  body?: unknown;
  /** The bearer key; none when null. */
  key?: string | null;
  headers?: HeadersInit;
}

/** The real app with services of its own, until it is disposed of. */
export interface OwnerApp extends AsyncDisposable {
  services: Services;
  puter: FakePuter;
  call(method: string, path: string, options?: CallOptions): Promise<Response>;
}

/** Settles when the last app asked for has been disposed of. */
let last: Promise<void> = Promise.resolve();

/**
 * Starts the app on an empty database and a fake Puter. The process has one set
 * of services, so that a second app waits for the end of the first.
 */
export async function ownerApp(
  options: { store?: Store; env?: Record<string, string> } = {},
): Promise<OwnerApp> {
  const { promise, resolve: free } = Promise.withResolvers<void>();
  const before = last;
  last = promise;
  await before;
  const app = await testApp();
  const puter = new FakePuter();
  const env: Record<string, string> = {
    API_MASTER_KEY: OWNER_KEY,
    ...options.env,
  };
  const services = createServices({
    config: readConfig((name) => env[name]),
    store: options.store ?? memoryStore(),
    transport: puter,
    vault: new Vault(() => Promise.resolve(new Uint8Array(32))),
    log: () => {},
  });
  const old = replaceServices(services);
  return {
    services,
    puter,
    call: (method, path, { body, key = OWNER_KEY, ...more } = {}) => {
      const headers = new Headers(more.headers);
      if (key !== null) headers.set("authorization", `Bearer ${key}`);
      const text = typeof body === "string" ? body : JSON.stringify(body);
      const url = `http://localhost${path}`;
      return app(new Request(url, { method, headers, body: text }));
    },
    [Symbol.asyncDispose]: async () => {
      replaceServices(old);
      await services.close();
      free();
    },
  };
}
