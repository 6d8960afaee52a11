import { type Signal, signal } from "@preact/signals";
import type { Words } from "../i18n/mod.ts";
import { askModel, ChatError, listModels } from "./chat_client.ts";

/** What runs now. */
export type Activity = "none" | "loading" | "asking";

/** The state behind the form that tries the API; the key stays in memory. */
export class ChatSession {
  readonly key = signal("");
  readonly models: Signal<string[]> = signal([]);
  readonly model = signal("");
  readonly message: Signal<string>;
  readonly answer = signal("");
  /** The model whose answer is shown. */
  readonly answeredBy = signal("");
  /** How the answer ended, in words. */
  readonly note = signal("");
  /** Why there is no answer, in words. */
  readonly fault = signal("");
  readonly activity: Signal<Activity> = signal("none");
  readonly #words: Words["tryIt"];
  #running = new AbortController();

  constructor(words: Words["tryIt"]) {
    this.#words = words;
    this.message = signal(words.firstMessage);
  }

  /** Fetches the models of the key. */
  load(): Promise<void> {
    return this.#run("loading", async (signal) => {
      const ids = await listModels(this.key.value.trim(), signal);
      this.models.value = ids;
      if (!ids.includes(this.model.value)) this.model.value = ids[0] ?? "";
      if (ids.length === 0) this.fault.value = this.#words.noModels;
    });
  }

  /** Asks the chosen model and shows its answer as it comes. */
  ask(): Promise<void> {
    return this.#run("asking", async (signal) => {
      const question = {
        key: this.key.value.trim(),
        model: this.model.value,
        message: this.message.value,
        signal,
      };
      this.answer.value = "";
      this.answeredBy.value = question.model;
      for await (const piece of askModel(question)) {
        if (piece.type === "text") this.answer.value += piece.text;
        else this.note.value = this.#ending(piece.reason);
      }
    });
  }

  /** Ends what runs. */
  stop(): void {
    this.#running.abort();
  }

  async #run(
    activity: Activity,
    work: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    if (this.activity.value !== "none") return;
    this.#running = new AbortController();
    const { signal } = this.#running;
    this.activity.value = activity;
    this.fault.value = this.note.value = "";
    try {
      await work(signal);
    } catch (thrown) {
      if (signal.aborted) this.note.value = this.#words.stopped;
      else this.fault.value = this.#explain(thrown);
    } finally {
      this.activity.value = "none";
    }
  }

  #explain(thrown: unknown): string {
    if (!(thrown instanceof ChatError)) return this.#words.broken;
    const { fault } = thrown;
    if (fault.kind !== "refused") return this.#words[fault.kind];
    return fault.message || `${this.#words.failed} ${fault.status}`;
  }

  #ending(reason: string): string {
    if (reason === "length") return this.#words.cut;
    if (reason === "content_filter") return this.#words.filtered;
    return this.answer.value === "" ? this.#words.empty : "";
  }
}
