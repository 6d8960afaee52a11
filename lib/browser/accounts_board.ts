import { signal } from "@preact/signals";
import { fill } from "../i18n/fill.ts";
import type { Words } from "../i18n/mod.ts";
import { api, type ApiResult, sentenceOf } from "./api.ts";
import type {
  Account,
  AccountList,
  Activity,
  Incident,
  Probe,
} from "./api_types.ts";
import { poll } from "./poll.ts";
import { endSimulatorBanner } from "./simulator_banner.ts";
import { showToast } from "./toasts.ts";

const EVERY_MS = 3000;

/** What an account did changes more slowly than how it does. */
const ACTIVITY_MS = 30_000;

/** What the board is made of. */
export interface BoardOptions extends AccountList {
  words: Words["accounts"];
  common: Words["common"];
  /** Unix ms of the server when it rendered. */
  now: number;
}

/** The accounts of a page as they are now, and what is done to them. */
export class AccountsBoard {
  readonly accounts;
  readonly incidents;
  readonly activity = signal<Record<string, Activity>>({});
  readonly now;
  readonly #options: BoardOptions;

  constructor(options: BoardOptions) {
    this.#options = options;
    this.accounts = signal<Account[]>(sorted(options.accounts));
    this.incidents = signal<Incident[]>(options.incidents);
    this.now = signal(options.now);
  }

  /** Keeps the board true until the function it gives is called. */
  start(): () => void {
    const tick = setInterval(() => this.now.value = Date.now(), 1000);
    const stop = [
      poll({ everyMs: EVERY_MS, ask: (signal) => this.refresh(signal) }),
      poll({
        everyMs: ACTIVITY_MS,
        ask: (signal) => this.#readActivity(signal),
      }),
    ];
    return () => {
      clearInterval(tick);
      for (const end of stop) end();
    };
  }

  /** Reads the accounts now; false when that failed. */
  async refresh(signal?: AbortSignal): Promise<boolean> {
    const result = await api.get<AccountList>("/api/accounts", { signal });
    if (!result.ok) return false;
    this.accounts.value = sorted(result.value.accounts);
    this.incidents.value = result.value.incidents;
    if (result.value.accounts.length > 0) endSimulatorBanner();
    this.now.value = Date.now();
    return true;
  }

  /** Pauses or resumes at once; what is shown goes back when that fails. */
  async setPaused(account: Account, paused: boolean): Promise<void> {
    const { words, common } = this.#options;
    const status = paused ? "paused" : "ready";
    this.#put({ ...account, paused, state: { status }, sentence: null });
    const result = await this.#patch(account, { paused });
    if (!result) return this.#put(account);
    this.#put(result);
    const text = paused ? words.paused : words.resumed;
    showToast({
      text: fill(text, { name: account.username }),
      tone: "good",
      action: {
        label: common.undo,
        run: () => void this.setPaused(result, !paused),
      },
    });
  }

  /** Changes weight and reserve; true when it was taken. */
  async change(
    account: Account,
    change: { weight?: number; reserveMicroCents?: number | null },
  ): Promise<boolean> {
    const result = await this.#patch(account, change);
    if (result === null) return false;
    this.#put(result);
    showToast({ text: this.#options.common.saved, tone: "good" });
    return true;
  }

  /** Asks Puter about an account; null when that failed. */
  async probe(account: Account): Promise<Probe | null> {
    const path = `/api/accounts/${account.id}/probe`;
    const probe = this.#valueOf(await api.post<Probe>(path));
    if (probe !== null) this.#put(probe.account);
    return probe;
  }

  /** Removes an account for good. */
  async remove(account: Account): Promise<void> {
    const result = await api.delete(`/api/accounts/${account.id}`);
    if (this.#valueOf(result) === null) return;
    this.accounts.value = this.accounts.value.filter(({ id }) =>
      id !== account.id
    );
    const { removed } = this.#options.words;
    const text = fill(removed, { name: account.username });
    showToast({ text, tone: "good" });
  }

  async #patch(account: Account, change: unknown): Promise<Account | null> {
    const path = `/api/accounts/${account.id}`;
    return this.#valueOf(await api.patch<Account>(path, change));
  }

  #put(account: Account): void {
    this.accounts.value = this.accounts.value.map((known) =>
      known.id === account.id ? account : known
    );
  }

  /** Says what went wrong where the owner sees it. */
  #valueOf<Value>(result: ApiResult<Value>): Value | null {
    if (result.ok) return result.value;
    const { faults } = this.#options.common;
    showToast({ text: sentenceOf(result.fault, faults), tone: "bad" });
    return null;
  }

  /** One after the other: nobody waits for them. */
  async #readActivity(signal: AbortSignal): Promise<void> {
    for (const { id } of this.accounts.value) {
      const path = `/api/accounts/${id}/activity`;
      const result = await api.get<Activity>(path, { signal });
      if (!result.ok) continue;
      this.activity.value = { ...this.activity.value, [id]: result.value };
    }
  }
}

/** The one connected first comes first, whatever their ids. */
function sorted(accounts: readonly Account[]): Account[] {
  return [...accounts].sort((a, b) => a.addedAt - b.addedAt);
}
