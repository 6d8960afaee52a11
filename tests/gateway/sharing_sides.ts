import { AccountSync } from "../../lib/gateway/accounts/sync.ts";
import { Pool } from "../../lib/pool/pool.ts";
import type { AccountProfile } from "../../lib/pool/pool_account.ts";
import { putAccount } from "../../lib/store/accounts.ts";
import type { Store } from "../../lib/store/kv.ts";
import { accountRecord } from "../helpers/account_record.ts";

/** One gateway's part in sharing what is known of the accounts. */
export interface Side {
  pool: Pool;
  sync: AccountSync;
}

/** A gateway's pool and its sharing, on the real clock. */
export function sideOn(
  store: Store,
  profiles: readonly AccountProfile[],
): Side {
  const failures: unknown[] = [];
  const pool = new Pool({
    maxQueueMs: 0,
    onHealth: (id) => side.sync.note(id),
    onIncident: (incident) => side.sync.noteIncident(incident),
  });
  const sync = new AccountSync({
    store,
    pool,
    onError: (cause) => failures.push(cause),
  });
  const side: Side = { pool, sync };
  pool.setAccounts(profiles);
  sync.start();
  return side;
}

/** Stores an account, so that there is something to share a state of. */
export async function storeAccount(store: Store, id: string): Promise<void> {
  await putAccount(store, accountRecord(id, id), null);
}

/** How long something takes to come true, in ms; throws after a while. */
export async function untilTrue(
  isTrue: () => boolean,
  maxMs = 5000,
): Promise<number> {
  const begun = performance.now();
  while (!isTrue()) {
    if (performance.now() - begun > maxMs) {
      throw new Error("It never came true");
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return performance.now() - begun;
}
