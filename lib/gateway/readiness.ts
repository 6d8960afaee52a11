import { deadline } from "@std/async/deadline";
import type { Store } from "../store/kv.ts";
import type { Services } from "./services.ts";

/** Why an instance cannot serve; holds nothing that is not for everybody. */
export interface UnreadyReason {
  code: "storage_unavailable" | "no_account" | "no_account_ready";
  message: string;
}

/** How long the database may take to answer, in ms. */
const PATIENCE_MS = 2000;

/** Anybody may ask, so that the database is asked no more than this, in ms. */
const REMEMBER_MS = 1000;

const NO_STORAGE: UnreadyReason = {
  code: "storage_unavailable",
  message: "The database does not answer",
};

const NO_ACCOUNT: UnreadyReason = {
  code: "no_account",
  message: "No account is connected, and the simulator is off",
};

const NONE_READY: UnreadyReason = {
  code: "no_account_ready",
  message: "No connected account can serve now",
};

interface Answer {
  at: number;
  isThere: Promise<boolean>;
}

const answers = new WeakMap<Store, Answer>();

/** Why this instance cannot serve requests now; empty when it can. */
export async function unreadyReasons(
  services: Services,
): Promise<UnreadyReason[]> {
  if (!await hasStorage(services)) return [NO_STORAGE];
  const accounts = services.puter.pool.view();
  if (accounts.some(({ state }) => state.status === "ready")) return [];
  if (services.simulator() !== null) return [];
  return [accounts.length === 0 ? NO_ACCOUNT : NONE_READY];
}

function hasStorage(services: Services): Promise<boolean> {
  const now = performance.now();
  const known = answers.get(services.store);
  if (known !== undefined && now - known.at < REMEMBER_MS) return known.isThere;
  const isThere = askStorage(services);
  answers.set(services.store, { at: now, isThere });
  return isThere;
}

async function askStorage(services: Services): Promise<boolean> {
  try {
    await deadline(ask(services), PATIENCE_MS);
    return true;
  } catch {
    return false;
  }
}

/** Keys and accounts once, then anything: only the answer counts. */
async function ask(services: Services): Promise<void> {
  await services.ready();
  await (await services.store.kv()).get(["readiness"]);
}
