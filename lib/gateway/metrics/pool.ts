import type { Exposition } from "../../http/exposition.ts";
import type { AccountState } from "../../pool/account_state.ts";
import type { AccountView, Pool } from "../../pool/pool.ts";

const STATES: readonly AccountState["status"][] = [
  "ready",
  "cooling",
  "exhausted",
  "disabled",
  "paused",
];

/** 100,000,000 micro-cents are one US dollar. */
const MICRO_CENTS = 1e8;

interface AccountFamily {
  name: string;
  help: string;
  /** Undefined where it is not known. */
  value: (account: AccountView) => number | undefined;
}

const ACCOUNT_FAMILIES: AccountFamily[] = [
  {
    name: "puter2api_account_ready",
    help: "1 for accounts that may be chosen now, else 0.",
    value: ({ state }) => state.status === "ready" ? 1 : 0,
  },
  {
    name: "puter2api_account_in_flight",
    help: "Calls of this process that run on an account now.",
    value: ({ inFlight }) => inFlight,
  },
  {
    name: "puter2api_account_credit_dollars",
    help: "What an account had left when Puter was asked last, in US dollars.",
    value: ({ credit }) =>
      credit === null ? undefined : credit.remaining / MICRO_CENTS,
  },
];

/** Writes the state of the pool and of each account. */
export function writePoolMetrics(out: Exposition, pool: Pool): void {
  const accounts = pool.view();
  out.family("puter2api_accounts", "gauge", "Accounts of the pool, by state.");
  for (const status of STATES) {
    const those = accounts.filter(({ state }) => state.status === status);
    out.sample(those.length, { state: status });
  }
  for (const { name, help, value } of ACCOUNT_FAMILIES) {
    out.family(name, "gauge", help);
    for (const account of accounts) {
      const known = value(account);
      if (known !== undefined) out.sample(known, { account: account.id });
    }
  }
  out.family(
    "puter2api_incident_accounts",
    "gauge",
    "Accounts that show a fault which is put down to none of them, by code.",
  );
  for (const { code, accounts } of pool.incidents()) {
    out.sample(accounts, { code });
  }
}
