import type { AccountState } from "../pool/account_state.ts";
import type { AccountInfo } from "./account_record.ts";
import type { Services } from "./services.ts";

/** An account as the owner sees it: what is stored, and how it does now. */
export interface AccountView extends AccountInfo {
  /** Null while this instance has not loaded the account. */
  state: AccountState | null;
  /** Calls running now, on this instance. */
  inFlight: number;
}

/** All accounts with their present state. */
export async function accountViews(
  services: Services,
): Promise<AccountView[]> {
  await services.ready();
  const infos = await services.accounts.list();
  return infos.map((info) => accountView(services, info));
}

/** One account with its present state. */
export function accountView(
  services: Services,
  info: AccountInfo,
): AccountView {
  const known = services.puter.pool.viewOne(info.id);
  return {
    ...info,
    state: known?.state ?? null,
    inFlight: known?.inFlight ?? 0,
  };
}
