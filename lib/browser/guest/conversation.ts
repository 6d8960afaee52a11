import { signal } from "@preact/signals";
import { type GuestApi, GuestFault, type Turn } from "./guest_api.ts";

/** A turn as it is shown; `fault` says why it is not whole. */
export interface ShownTurn extends Turn {
  fault?: string;
}

/** What is said when the gateway says nothing. */
export interface ConversationWords {
  unreachable: string;
  broken: string;
  stopped: string;
}

/** A conversation that is kept nowhere. */
export class Conversation {
  readonly turns = signal<readonly ShownTurn[]>([]);
  readonly isAnswering = signal(false);
  #abort: AbortController | undefined;

  /** Sends a message; resolves when its answer has ended, however it did. */
  async send(
    api: GuestApi,
    { model, text, words }: {
      model: string;
      text: string;
      words: ConversationWords;
    },
  ): Promise<void> {
    const asked: Turn[] = [
      ...this.turns.value.filter(({ content }) => content !== "")
        .map(({ role, content }) => ({ role, content })),
      { role: "user", content: text },
    ];
    this.turns.value = [
      ...this.turns.value,
      { role: "user", content: text },
      { role: "assistant", content: "" },
    ];
    this.isAnswering.value = true;
    const abort = this.#abort = new AbortController();
    let content = "";
    try {
      for await (const part of api.answer(model, asked, abort.signal)) {
        content += part;
        this.#show({ role: "assistant", content });
      }
    } catch (thrown) {
      const fault = abort.signal.aborted
        ? words.stopped
        : faultOf(thrown, words);
      this.#show({ role: "assistant", content, fault });
    }
    // Who has begun anew meanwhile has another answer.
    if (this.#abort === abort) this.isAnswering.value = false;
  }

  stop(): void {
    this.#abort?.abort();
  }

  clear(): void {
    this.stop();
    this.#abort = undefined;
    this.isAnswering.value = false;
    this.turns.value = [];
  }

  #show(turn: ShownTurn): void {
    if (this.turns.value.length === 0) return;
    this.turns.value = [...this.turns.value.slice(0, -1), turn];
  }
}

function faultOf(thrown: unknown, words: ConversationWords): string {
  if (!(thrown instanceof GuestFault)) return words.broken;
  if (thrown.message !== "") return thrown.message;
  return thrown.status === 0 ? words.unreachable : words.broken;
}
