import type { z } from "zod";
import type { guestUsageSchema } from "../../gateway/api_schemas/guest.ts";
import { serverEvents } from "../server_events.ts";

/** What a guest link may use and has used. */
export type GuestUsage = z.output<typeof guestUsageSchema>;

/** One turn of a conversation. */
export interface Turn {
  role: "user" | "assistant";
  content: string;
}

/** A refusal, in the gateway's words; 0 where nothing answered. */
export class GuestFault extends Error {
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.name = "GuestFault";
    this.status = status;
  }
}

/** The gateway as a guest may use it: with the link's key, and no cookie. */
export class GuestApi {
  readonly #id: string;
  readonly #key: string;

  constructor(id: string, key: string) {
    this.#id = id;
    this.#key = key;
  }

  /** @throws {GuestFault} when the link is over, or nothing answers */
  async usage(): Promise<GuestUsage> {
    const res = await this.#fetch(`/guest/${this.#id}/usage`);
    return await res.json();
  }

  /**
   * Models that can hold a conversation.
   *
   * @throws {GuestFault} as `usage`
   */
  async models(): Promise<{ id: string; name: string }[]> {
    const res = await this.#fetch("/v1/models");
    const { data } = await res.json() as { data: ListedModel[] };
    return data.filter(({ architecture }) =>
      architecture.output_modalities.includes("text")
    ).map(({ id, name }) => ({ id, name }));
  }

  /**
   * Yields an answer as it is written.
   *
   * @throws {GuestFault} when it is refused, or breaks off
   */
  async *answer(
    model: string,
    messages: readonly Turn[],
    signal: AbortSignal,
  ): AsyncGenerator<string> {
    const res = await this.#fetch("/v1/chat/completions", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model, messages, stream: true }),
      signal,
    });
    if (res.body === null) throw new GuestFault("", 0);
    let isFinished = false;
    for await (const data of serverEvents(res.body)) {
      if (data === "[DONE]") return;
      const { error, choices } = JSON.parse(data) as Chunk;
      if (error) throw new GuestFault(error.message, res.status);
      const [choice] = choices ?? [];
      if (choice?.delta.content) yield choice.delta.content;
      if (choice?.finish_reason) isFinished = true;
    }
    if (!isFinished) throw new GuestFault("", res.status);
  }

  async #fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("authorization", `Bearer ${this.#key}`);
    let res: Response;
    try {
      res = await fetch(path, { ...init, headers, credentials: "omit" });
    } catch (thrown) {
      if (init.signal?.aborted) throw thrown;
      throw new GuestFault("", 0);
    }
    if (res.ok) return res;
    const answer = await res.json().catch(() => ({})) as Chunk;
    throw new GuestFault(answer.error?.message ?? "", res.status);
  }
}

interface ListedModel {
  id: string;
  name: string;
  architecture: { output_modalities: string[] };
}

interface Chunk {
  error?: { message: string };
  choices?: {
    delta: { content?: string | null };
    finish_reason: string | null;
  }[];
}
