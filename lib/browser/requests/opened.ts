import { signal } from "@preact/signals";
import { api, type ApiFault } from "../api.ts";
import type { ExplainedRequest, RequestBody } from "../api_types.ts";

/** The request whose details are seen. */
export interface OpenedRequest {
  id: string;
  /** Undefined while it is on its way, null when there is no such record. */
  record?: ExplainedRequest | null;
  /** Undefined while they are on their way, null when none were kept. */
  bodies?: RequestBody | null;
  fault?: ApiFault;
}

/**
 * Which request is open, kept in the address: a link to it opens it again, and
 * going back closes it.
 */
export class Opened {
  readonly current = signal<OpenedRequest | null>(null);
  #loading = new AbortController();
  /** True when going back leads to the list. */
  #isPushed = false;

  /** Opens what the address names, of which the server may have told. */
  begin(record: ExplainedRequest | null, id: string | null): void {
    if (id === null) return;
    this.current.value = { id, record };
    if (record !== null) void this.#loadBodies(record);
  }

  /** Opens a request; `replaces` when it takes the place of another one. */
  open(id: string): void {
    const isOther = this.current.peek() !== null;
    if (isOther) history.replaceState(null, "", addressWith(id));
    else {
      history.pushState(null, "", addressWith(id));
      this.#isPushed = true;
    }
    this.#load(id);
  }

  close(): void {
    if (this.current.peek() === null) return;
    this.current.value = null;
    this.#loading.abort();
    if (this.#isPushed) history.back();
    else history.replaceState(null, "", addressWith(null));
    this.#isPushed = false;
  }

  /** Follows the address when the reader goes back and forth. */
  follow(): void {
    const id = new URLSearchParams(location.search).get("id");
    this.#isPushed = false;
    if (id === (this.current.peek()?.id ?? null)) return;
    if (id !== null) return this.#load(id);
    this.current.value = null;
    this.#loading.abort();
  }

  #load(id: string): void {
    this.#loading.abort();
    this.#loading = new AbortController();
    this.current.value = { id };
    this.#fetch(id, this.#loading.signal).catch(() => {});
  }

  async #fetch(id: string, signal: AbortSignal): Promise<void> {
    const answer = await api.get<ExplainedRequest>(pathOf(id), { signal });
    if (answer.ok) {
      this.current.value = { id, record: answer.value };
      return await this.#loadBodies(answer.value);
    }
    const { fault } = answer;
    const isGone = fault.kind === "refused" && fault.status === 404;
    this.current.value = isGone ? { id, record: null } : { id, fault };
  }

  async #loadBodies(record: ExplainedRequest): Promise<void> {
    const answer = record.bodies
      ? await api.get<RequestBody>(`${pathOf(record.id)}/body`)
      : undefined;
    const bodies = answer?.ok ? answer.value : null;
    if (this.current.peek()?.id !== record.id) return;
    this.current.value = { id: record.id, record, bodies };
  }
}

function pathOf(id: string): string {
  return `/api/requests/${encodeURIComponent(id)}`;
}

/** The address of this page with another request open, or none. */
function addressWith(id: string | null): string {
  const url = new URL(location.href);
  if (id === null) url.searchParams.delete("id");
  else url.searchParams.set("id", id);
  return url.href;
}
