import type { Services } from "../services.ts";

/** How far the owner of a new deployment has come. */
export interface FirstRun {
  accounts: number;
  keys: number;
}

/**
 * How far the owner has come; null when all that is needed is there.
 *
 * @throws {ApiError} 503 when the database is not available
 */
export async function firstRunOf(services: Services): Promise<FirstRun | null> {
  await services.ready();
  const accounts = services.puter.pool.size;
  const keys = (await services.keys.list()).length;
  return accounts > 0 && keys > 0 ? null : { accounts, keys };
}
