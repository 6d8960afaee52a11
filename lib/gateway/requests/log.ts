import type { Vault } from "../../auth/vault.ts";
import type { Store } from "../../store/kv.ts";
import { purge } from "../../store/requests/retention.ts";
import { putRequests } from "../../store/requests/requests.ts";
import type { Settings } from "../../store/settings/record.ts";
import { BodyKeeper } from "../bodies/keeper.ts";
import { Recorder } from "./recorder.ts";
import { RequestFeed } from "./feed.ts";
import type { UpkeepTask } from "../upkeep.ts";

/** What a request log works with. */
export interface RequestLogOptions {
  store: Store;
  vault: Vault;
  /** The settings in force. */
  settings: () => Settings;
  /** Told about what failed, and where. */
  report: (cause: unknown, where: string) => void;
}

/** What keeps, shows and forgets the records of requests. */
export interface RequestLog {
  recorder: Recorder;
  feed: RequestFeed;
  bodies: BodyKeeper;
  upkeep: UpkeepTask;
}

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** Records deleted between two looks at the clock. */
const PURGE_STEP = 2000;

/** Longest time that one round of upkeep deletes records, in ms. */
const PURGE_MS = 60_000;

/** The request log of a store; nothing is read or written yet. */
export function requestLog(options: RequestLogOptions): RequestLog {
  const { store, vault, settings, report } = options;
  const keepMs = () => settings().recordDays * DAY_MS;
  return {
    recorder: new Recorder({
      commit: (records, again) =>
        putRequests(store, records, { keepMs: keepMs(), again }),
      onFailure: (cause, pending) => report(cause, `${pending} records wait`),
    }),
    feed: new RequestFeed({
      store,
      keepAliveMs: () => settings().keepAliveMs,
      onError: (cause) => report(cause, "live tail"),
    }),
    bodies: new BodyKeeper({
      store,
      vault,
      keepMs: () => settings().bodyHours * HOUR_MS,
      onFailure: (cause, id) => report(cause, `bodies of ${id}`),
    }),
    upkeep: {
      name: "request purge",
      async run(now, signal) {
        const end = performance.now() + PURGE_MS;
        let isComplete = false;
        while (!isComplete && !signal.aborted && performance.now() < end) {
          const options = { limit: PURGE_STEP, keepMs: keepMs() };
          ({ isComplete } = await purge(store, now, options));
        }
      },
    },
  };
}
