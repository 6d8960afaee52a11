import { type ReadonlySignal, signal } from "@preact/signals";
import { api, type ApiFault } from "../api.ts";
import type { SettingsView } from "../api_types.ts";
import type { SettingName } from "./fields.ts";

/** One setting as the API shows it. */
export type SettingView = SettingsView["settings"][string];

/** The settings of a page, changed through the owner's API. */
export class SettingsState {
  readonly #view;
  #etag: string | null;

  constructor(view: SettingsView, etag: string) {
    this.#view = signal(view);
    this.#etag = etag;
  }

  get view(): ReadonlySignal<SettingsView> {
    return this.#view;
  }

  /**
   * Changes one setting if nobody else changed any since they were read; null
   * gives it back to the environment. After 412 the present ones are read, so
   * that the next attempt is made in their knowledge.
   */
  async change(name: SettingName, value: unknown): Promise<ApiFault | null> {
    const changed = await api.patch<SettingsView>(
      "/api/settings",
      { [name]: value },
      { ifMatch: this.#etag },
    );
    if (changed.ok) {
      this.#view.value = changed.value;
      this.#etag = changed.etag;
      return null;
    }
    if (changed.fault.kind === "refused" && changed.fault.status === 412) {
      await this.#read();
    }
    return changed.fault;
  }

  async #read(): Promise<void> {
    const read = await api.get<SettingsView>("/api/settings");
    if (!read.ok) return;
    this.#view.value = read.value;
    this.#etag = read.etag;
  }
}
