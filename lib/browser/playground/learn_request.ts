import { api } from "../api.ts";
import type { Learned } from "./chat_lane.ts";
import type { AnswerFigures } from "./turns.ts";

/** A record as far as it is read. */
interface RequestView {
  accountId?: string;
  upstream: "puter" | "simulator" | "companion";
  servedModel?: string;
  costMicroCents?: number;
  explanation: Record<"en" | "zh", string[]>;
}

/** Pauses before each question, in ms: records are stored soon, not at once. */
const PAUSES_MS = [150, 500, 1000, 2000];

/**
 * What the gateway has recorded about a request of this browser's owner; null
 * when it tells nothing.
 */
export async function learnRequest(
  requestId: string,
  { language, accounts }: {
    language: "en" | "zh";
    /** Names of accounts by their ids. */
    accounts: Readonly<Record<string, string>>;
  },
): Promise<Learned | null> {
  const path = `/api/requests/${encodeURIComponent(requestId)}`;
  for (const pause of PAUSES_MS) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    const result = await api.get<RequestView>(path);
    if (result.ok) {
      return {
        figures: figuresOf(result.value, accounts),
        explanation: result.value.explanation[language],
      };
    }
    const { fault } = result;
    if (fault.kind !== "refused" || fault.status !== 404) return null;
  }
  return null;
}

function figuresOf(
  { accountId, upstream, servedModel, costMicroCents }: RequestView,
  accounts: Readonly<Record<string, string>>,
): Partial<AnswerFigures> {
  const account = accountId === undefined
    ? undefined
    : accounts[accountId] ?? accountId.slice(0, 8);
  return {
    ...(upstream === "puter" ? {} : { upstream }),
    ...(upstream !== "puter" || account === undefined ? {} : { account }),
    ...(servedModel === undefined ? {} : { servedModel }),
    ...(costMicroCents === undefined ? {} : { costMicroCents }),
  };
}
