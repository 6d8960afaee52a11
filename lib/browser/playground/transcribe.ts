import { type ApiSend, faultOf } from "./ask_model.ts";
import type { AnswerFault } from "./turns.ts";

/** What was heard, or why nothing was. */
export type Heard =
  | { ok: true; text: string }
  | { ok: false; fault: AnswerFault };

/** Has sound written down; rejects only when `signal` aborts. */
export async function transcribe(
  { send, model, file, signal }: {
    send: ApiSend;
    model: string;
    file: File;
    signal?: AbortSignal;
  },
): Promise<Heard> {
  const body = new FormData();
  body.set("model", model);
  body.set("response_format", "json");
  body.set("file", file);
  try {
    const res = await send("/v1/audio/transcriptions", {
      method: "POST",
      body,
      signal: signal ?? null,
    });
    const text = await res.text();
    if (!res.ok) return { ok: false, fault: faultOf(res.status, text) };
    const heard = JSON.parse(text) as { text?: string };
    return { ok: true, text: heard.text ?? "" };
  } catch (thrown) {
    if (signal?.aborted) throw thrown;
    const fault = { message: "", code: "unreachable", status: 0 };
    return { ok: false, fault };
  }
}
