import type { Store } from "../../lib/store/kv.ts";
import {
  listRequests,
  type RequestPageOptions,
} from "../../lib/store/request_search.ts";
import { endOfTail, readTail } from "../../lib/store/request_tail.ts";
import { getRequest, putRequests } from "../../lib/store/requests.ts";
import { BEGIN, KEYS, madeRecord, NEVER, RARE_KEY } from "./records.ts";

/** Something the owner asks of the log. */
export interface Question {
  what: string;
  /** Asks once; says how many records came, for the table. */
  ask(store: Store, total: number): Promise<number>;
}

const DAY_MS = 24 * 60 * 60 * 1000;

function page(
  what: string,
  options: (total: number) => Partial<RequestPageOptions>,
): Question {
  return {
    what,
    async ask(store, total) {
      const found = await listRequests(store, {
        limit: 50,
        now: BEGIN,
        ...options(total),
      });
      return found.records.length;
    },
  };
}

/** What is measured at each size. */
export const QUESTIONS: Question[] = [
  page("first page", () => ({})),
  page("page in the middle", (total) => ({
    cursor: madeRecord(total >> 1, total).id,
  })),
  page("one key", () => ({ filter: { key: [KEYS[2] ?? ""] } })),
  page("failures", () => ({ filter: { outcome: ["failed"] } })),
  page("key, model and outcome", () => ({
    filter: {
      key: [KEYS[0] ?? ""],
      model: ["gpt-5-mini"],
      outcome: ["ok"],
    },
  })),
  page("rare key and outcome", () => ({
    filter: { key: [RARE_KEY], outcome: ["ok"] },
  })),
  page("rare key, model, surface", () => ({
    filter: {
      key: [RARE_KEY],
      model: ["gpt-5-nano", "gpt-5-mini", "grok-4-fast", "deepseek-chat"],
      surface: ["chat_completions"],
    },
  })),
  page("two that never meet, one page", () => ({
    filter: { key: [NEVER.key], model: [NEVER.model] },
  })),
  page("ten by blame within ten days", () => ({
    limit: 10,
    filter: {
      from: BEGIN + 10 * DAY_MS,
      to: BEGIN + 20 * DAY_MS,
      blame: ["account", "plan"],
    },
  })),
  {
    what: "one request by its id",
    ask: async (store, total) =>
      await getRequest(store, madeRecord(total >> 1, total).id) === null
        ? 0
        : 1,
  },
  {
    what: "tail: start, commit, event",
    ask: async (store, total) => {
      const position = await endOfTail(store);
      const record = madeRecord(total - 1, total);
      await putRequests(store, [record], { keepMs: 1000 * DAY_MS });
      return (await readTail(store, position)).entries.length;
    },
  },
];
