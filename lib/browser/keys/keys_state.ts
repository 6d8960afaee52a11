import { type ReadonlySignal, signal } from "@preact/signals";
import { api, type ApiFault, type ApiResult } from "../api.ts";
import type { Key, KeyDetail } from "../api_types.ts";
import type { KeyBody } from "./form.ts";

/** A key that was just made: its secret is nowhere else. */
export type MadeKey = Key & { key: string };

const NOTHING_USED = {
  lastMinute: null,
  running: null,
  dayMicroCents: 0,
  monthMicroCents: 0,
};

/** The client keys of a page, changed through the owner's API. */
export class KeysState {
  readonly #keys;

  constructor(keys: readonly KeyDetail[]) {
    this.#keys = signal(keys);
  }

  /** The newest first. */
  get keys(): ReadonlySignal<readonly KeyDetail[]> {
    return this.#keys;
  }

  async make(body: KeyBody, guest: boolean): Promise<ApiResult<MadeKey>> {
    const options = guest ? { ...body, guest } : body;
    const made = await api.post<MadeKey>("/api/keys", options);
    if (made.ok) {
      const { key: _, ...view } = made.value;
      this.#keys.value = [
        { ...view, usage: NOTHING_USED },
        ...this.#keys.value,
      ];
    }
    return made;
  }

  async change(id: string, body: Partial<KeyBody>): Promise<ApiFault | null> {
    const changed = await api.patch<Key>(`/api/keys/${id}`, body);
    if (!changed.ok) return changed.fault;
    this.#put(changed.value);
    return null;
  }

  async rotate(id: string, graceSeconds: number): Promise<ApiResult<MadeKey>> {
    const path = `/api/keys/${id}/rotate`;
    const made = await api.post<MadeKey>(path, { graceSeconds });
    if (made.ok) {
      const { key: _, ...view } = made.value;
      this.#put(view);
    }
    return made;
  }

  /** A key that somebody else revoked is gone all the same. */
  async revoke(id: string): Promise<ApiFault | null> {
    const gone = await api.delete(`/api/keys/${id}`);
    const isGone = gone.ok ||
      (gone.fault.kind === "refused" && gone.fault.status === 404);
    if (!isGone) return gone.fault;
    this.#keys.value = this.#keys.value.filter((key) => key.id !== id);
    return null;
  }

  /** Asks what the keys use now; false when that failed. */
  async refresh(signal: AbortSignal): Promise<boolean> {
    const listed = await api.get<{ keys: KeyDetail[] }>(
      "/api/keys?usage=true",
      { signal },
    );
    if (listed.ok) this.#keys.value = listed.value.keys.toReversed();
    return listed.ok;
  }

  #put(view: Key): void {
    this.#keys.value = this.#keys.value.map((key) =>
      key.id === view.id ? { ...key, ...view } : key
    );
  }
}
