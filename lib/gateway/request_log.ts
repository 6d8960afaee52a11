import type { Vault } from "../auth/vault.ts";
import type { Store } from "../store/kv.ts";
import { purge } from "../store/request_retention.ts";
import { putRequests } from "../store/requests.ts";
import type { Settings } from "../store/settings_record.ts";
import { BodyKeeper } from "./bodies/keeper.ts";
import { Recorder } from "./recorder.ts";
import { RequestFeed } from "./request_feed.ts";
import type { UpkeepTask } from "./upkeep.ts";

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

/** Most records that one round of upkeep deletes. */
const PURGE_LIMIT = 20_000;

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
      run: (now) => purge(store, now, { limit: PURGE_LIMIT, keepMs: keepMs() }),
    },
  };
}
