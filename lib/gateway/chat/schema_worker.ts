import { complaintOf } from "./schema_check.ts";

/** A thread of its own, as far as it is used here. */
interface Thread {
  onmessage: (
    event: MessageEvent<{ schema: unknown; value: unknown }>,
  ) => void;
  postMessage(message: { complaint: string | null } | { fault: true }): void;
}

const thread = globalThis as unknown as Thread;

thread.onmessage = ({ data: { schema, value } }) => {
  try {
    thread.postMessage({ complaint: complaintOf(schema, value) });
  } catch {
    thread.postMessage({ fault: true });
  }
};
