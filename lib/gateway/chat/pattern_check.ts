import type { complaintOf } from "./schema_check.ts";

/** Longest time that a value is held against patterns, in ms. */
const LIMIT_MS = 1000;

/** Time a thread may take to begin on a busy machine, in ms. */
const START_MS = 5000;

type Verdict = { complaint: ReturnType<typeof complaintOf> } | { fault: true };

/** True when a schema may hold regular expressions. */
export function hasPatterns(schema: unknown): boolean {
  const text = JSON.stringify(schema);
  return text.includes('"pattern"') || text.includes('"patternProperties"');
}

/**
 * What is wrong with a value by a schema with patterns; null when it fits. They
 * are clients' own, and a short one may take years: they run in a thread that
 * is ended. Throws when it was, or could not follow the schema.
 */
export async function complaintInTime(
  schema: unknown,
  value: unknown,
): Promise<string | null> {
  const worker = new Worker(new URL("./schema_worker.ts", import.meta.url), {
    type: "module",
  });
  try {
    // What anything fits, to tell the time of a start from that of a check.
    await answerOf(worker, { schema: true, value: null }, START_MS);
    const verdict = await answerOf(worker, { schema, value }, LIMIT_MS);
    if ("fault" in verdict) throw new Error("The schema cannot be followed");
    return verdict.complaint;
  } finally {
    worker.terminate();
  }
}

function answerOf(
  worker: Worker,
  question: { schema: unknown; value: unknown },
  limitMs: number,
): Promise<Verdict> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("Too slow")), limitMs);
    worker.onmessage = ({ data }: MessageEvent<Verdict>) => {
      clearTimeout(timer);
      resolve(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      clearTimeout(timer);
      reject(new Error("The thread failed", { cause: event.message }));
    };
    worker.postMessage(question);
  });
}
