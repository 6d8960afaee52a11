import { fill } from "../../i18n/fill.ts";
import { type Language, wordsOf } from "../../i18n/mod.ts";
import type {
  AttemptRecord,
  ChoiceRecord,
  RequestRecord,
  SkipReason,
} from "../../store/requests/record.ts";
import type { Services } from "../services.ts";
import { outcomeOf } from "../../store/requests/record.ts";

/** A record, and what it means in both languages. */
export interface ExplainedRequest extends RequestRecord {
  explanation: Record<Language, string[]>;
}

/** A record with what it means, under the accounts' present names. */
export function explained(
  { puter }: Pick<Services, "puter">,
  record: RequestRecord,
): ExplainedRequest {
  const nameOf = (id: string) => puter.pool.viewOne(id)?.username;
  return {
    ...record,
    explanation: {
      en: explainRequest(record, nameOf, "en"),
      zh: explainRequest(record, nameOf, "zh"),
    },
  };
}

/** The name an owner knows an account by; undefined when it is gone. */
export type AccountName = (accountId: string) => string | undefined;

type Words = ReturnType<typeof wordsOf>["traces"];

/** What happened to a request and why, in sentences and in order. */
export function explainRequest(
  record: RequestRecord,
  nameOf: AccountName,
  language: Language,
): string[] {
  const words = wordsFor(record, language);
  const waited = record.choices?.reduce(
    (ms, choice) => ms + choice.queuedMs,
    0,
  );
  return [
    ...(waited === undefined || waited < 1
      ? []
      : [fill(words.queued, { ms: Math.round(waited) })]),
    ...record.attempts.flatMap((attempt, index) =>
      attemptSentences(words, attempt, {
        i: index + 1,
        account: accountOf(words, attempt, {
          nameOf,
          upstream: record.upstream,
        }),
      })
    ),
    ...(record.choices ?? []).flatMap((choice) => refusalOf(words, choice)),
    endOf(words, record),
  ];
}

/** The companion is no account of Puter's, and is spoken of otherwise. */
function wordsFor({ upstream }: RequestRecord, language: Language): Words {
  const words = wordsOf(language).traces;
  if (upstream !== "companion") return words;
  const { attempt, blame } = words.companion;
  return {
    ...words,
    attempt: { ...words.attempt, ...attempt },
    blame: { ...words.blame, ...blame },
  };
}

function accountOf(
  words: Words,
  { accountId, model }: AttemptRecord,
  { nameOf, upstream }: {
    nameOf: AccountName;
    upstream: RequestRecord["upstream"];
  },
): string {
  const account = nameOf(accountId) ??
    (upstream === "simulator" ? words.simulator : accountId.slice(0, 8));
  return model === undefined
    ? account
    : fill(words.attempt.ofModel, { account, model });
}

function attemptSentences(
  words: Words,
  attempt: AttemptRecord,
  named: { i: number; account: string },
): string[] {
  const { code, status, ms, bytes } = attempt;
  const { attempt: texts } = words;
  if (code === null) return [fill(texts.served, { ...named, ms })];
  if (code === "cancelled") return [fill(texts.cancelled, { ...named, ms })];
  const blame = words.blame[attempt.blame ?? "gateway"];
  const what = fill(status === 0 ? texts.silent : texts.answered, {
    status,
    code,
  });
  const first = bytes === undefined
    ? fill(texts.failed, { ...named, what, ms, blame })
    : fill(texts.broken, { ...named, bytes, code, blame });
  return [first, ...consequences(words, attempt)];
}

function consequences(words: Words, attempt: AttemptRecord): string[] {
  const effects: Record<string, string> = words.effect;
  const effect = effects[attempt.effect ?? ""];
  const next = attempt.next === undefined
    ? undefined
    : words.next[attempt.next];
  return [effect, next].filter((text) => text !== undefined);
}

/** Why there was no account, where there was none. */
function refusalOf(words: Words, choice: ChoiceRecord): string[] {
  if (choice.accountId !== undefined) return [];
  if (choice.candidates === 0) return [words.noAccounts];
  const skipped = Object.entries(choice.skipped).map(([why, n]) =>
    fill(words.skipped[why as SkipReason], { n })
  ).join(", ");
  return [fill(words.noChoice, { n: choice.candidates, skipped })];
}

function endOf(words: Words, record: RequestRecord): string {
  const { status, durationMs: ms, code = "error", blame } = record;
  switch (outcomeOf(record)) {
    case "ok":
      return fill(words.served, { status, ms });
    case "cancelled":
      return fill(words.left, { ms });
    case "failed":
      return fill(words.refused, {
        status,
        code,
        blame: words.blame[blame ?? "gateway"],
      });
  }
}
