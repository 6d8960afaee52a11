import type { Services } from "../services.ts";

/** The names by which the owner knows keys and accounts, by id. */
export interface RequestNames {
  keys: Record<string, string>;
  accounts: Record<string, string>;
}

/**
 * Names for what records tell by id.
 *
 * @throws {ApiError} 503 when the database is not available
 */
export async function requestNames(
  { keys, accounts }: Pick<Services, "keys" | "accounts">,
): Promise<RequestNames> {
  const [keyList, accountList] = await Promise.all([
    keys.list(),
    accounts.list(),
  ]);
  return {
    keys: Object.fromEntries(keyList.map(({ id, name }) => [id, name])),
    accounts: Object.fromEntries(
      accountList.map(({ id, username }) => [id, username]),
    ),
  };
}
