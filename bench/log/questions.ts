import type { Store } from "../../lib/store/kv.ts";
import {
  listRequests,
  type RequestPageOptions,
} from "../../lib/store/requests/search.ts";
import { endOfTail, readTail } from "../../lib/store/requests/tail.ts";
import { getRequest, putRequests } from "../../lib/store/requests/requests.ts";
import {
  BEGIN,
  KEYS,
  madeRecord,
  NEVER,
  RARE_KEY,
  type Shape,
  timeOf,
} from "./records.ts";

/** Something the owner asks of the log. */
export interface Question {
  what: string;
  /** Asks once; says how many records came, for the table. */
  ask(store: Store, shape: Shape): Promise<number>;
}

const DAY_MS = 24 * 60 * 60 * 1000;

function page(
  what: string,
  options: (shape: Shape) => Partial<RequestPageOptions>,
): Question {
  return {
    what,
    async ask(store, shape) {
      const found = await listRequests(store, {
        limit: 50,
        now: BEGIN,
        ...options(shape),
      });
      return found.records.length;
    },
  };
}

/** What is measured at each size. */
export const QUESTIONS: Question[] = [
  page("first page", () => ({})),
  page("page in the middle", (shape) => ({
    cursor: madeRecord(shape.total >> 1, shape).id,
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
  page("ten by blame within a third of the time", (shape) => ({
    limit: 10,
    filter: {
      from: timeOf(Math.floor(shape.total / 3), shape),
      to: timeOf(Math.floor(shape.total * 2 / 3), shape),
      blame: ["account", "plan"],
    },
  })),
  {
    what: "one request by its id",
    ask: async (store, shape) =>
      await getRequest(store, madeRecord(shape.total >> 1, shape).id) === null
        ? 0
        : 1,
  },
  {
    what: "tail: start, commit, event",
    ask: async (store, shape) => {
      const position = await endOfTail(store);
      const record = madeRecord(shape.total - 1, shape);
      await putRequests(store, [record], { keepMs: 1000 * DAY_MS });
      return (await readTail(store, position)).entries.length;
    },
  },
];
