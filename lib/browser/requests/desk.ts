import { type Signal, signal } from "@preact/signals";
import type { RequestRow } from "../../cockpit/request_row.ts";
import { api, type ApiFault } from "../api.ts";
import type { ExplainedRequest } from "../api_types.ts";
import { deleteAll, type Deletion } from "./delete_requests.ts";
import { LiveLog } from "./live_log.ts";
import { loadPage, readRow } from "./load_page.ts";
import type { LogActions } from "./log_keys.ts";
import { Opened } from "./opened.ts";
import { Tail, type TailState } from "./tail.ts";
import type { VirtualRows } from "./virtual_rows.ts";

/** What the server tells of the list at first. */
export interface FirstList {
  rows: RequestRow[];
  cursor: string | null;
  /** Where the live tail goes on. */
  tail: string;
  /** The filter as the API takes it. */
  filter: string;
  /** The filter as the page's own addresses carry it. */
  link: string;
  /** True for a page behind the newest one, which is not live. */
  isOlder: boolean;
  /** The request that the address names, and its record. */
  id: string | null;
  record: ExplainedRequest | null;
}

/**
 * The list as its reader uses it: where they are, what they have open, and
 * whether it goes on by itself meanwhile.
 */
export class LogDesk implements LogActions {
  readonly log: LiveLog<RequestRow>;
  readonly opened = new Opened();
  /** The line that the keyboard is at. */
  readonly activeId = signal<string | null>(null);
  readonly isStopped: Signal<boolean>;
  readonly #list: FirstList;
  readonly #tail = signal<Tail | null>(null);
  #rows: VirtualRows | null = null;

  constructor(list: FirstList) {
    this.#list = list;
    this.isStopped = signal(list.isOlder);
    this.log = new LiveLog<RequestRow>({
      first: list,
      load: loadPage(new URLSearchParams(list.filter)),
      read: readRow,
    });
  }

  /** How live the list is. */
  get state(): TailState | "stopped" {
    if (this.isStopped.value) return "stopped";
    return this.#tail.value?.state.value ?? "connecting";
  }

  /** Begins to follow the log and the address; the function it gives ends it. */
  begin(): () => void {
    const { id, record, isOlder, filter, tail: after } = this.#list;
    this.opened.begin(record, id);
    this.activeId.value = id;
    const follow = () => {
      this.opened.follow();
      this.hold();
    };
    addEventListener("popstate", follow);
    if (!isOlder) {
      this.#tail.value = new Tail({
        query: new URLSearchParams(filter),
        after,
        onRequest: (text) => this.log.push(text),
        onGap: () => this.log.gap(),
      });
    }
    this.hold();
    return () => {
      removeEventListener("popstate", follow);
      this.#tail.peek()?.close();
    };
  }

  /** Takes what knows how the list is scrolled. */
  setRows(rows: VirtualRows | null): void {
    this.#rows = rows;
  }

  /** Whoever is reading keeps the place, whatever comes. */
  hold(): void {
    const isReading = this.#rows?.isAtTop === false ||
      this.activeId.peek() !== null || this.opened.current.peek() !== null;
    this.log.hold(this.isStopped.peek() || isReading);
  }

  open(id: string | null = this.activeId.peek()): void {
    if (id === null) return;
    this.activeId.value = id;
    this.opened.open(id);
    this.hold();
  }

  close(): void {
    this.opened.close();
    this.hold();
  }

  release(): void {
    this.activeId.value = null;
    this.hold();
  }

  step(by: number): void {
    const { window } = this.log;
    const at = window.indexOf(this.activeId.peek() ?? "");
    const next = Math.max(0, Math.min(at + by, window.total - 1));
    this.#activate(at < 0 ? this.#firstSeen() : next);
  }

  #activate(index: number): void {
    this.#rows?.reveal(index);
    const row = this.log.window.rowAt(index);
    if (row === undefined) return;
    this.activeId.value = row.id;
    if (this.opened.current.peek() !== null) this.opened.open(row.id);
    this.hold();
  }

  page(by: 1 | -1): void {
    this.step(by * (this.#rows?.pageRows ?? 1));
  }

  end(): void {
    this.#activate(Math.max(0, this.log.window.total - 1));
  }

  newest(): void {
    const { isOlder, link } = this.#list;
    if (isOlder) return location.assign(`/requests?${link}`);
    this.close();
    this.activeId.value = null;
    this.#rows?.reveal(0);
    this.isStopped.value = false;
    this.log.hold(false);
  }

  pause(): void {
    if (this.#list.isOlder) return this.newest();
    this.isStopped.value = !this.isStopped.value;
    this.hold();
  }

  /** Deletes one record; returns why it could not. */
  async remove(id: string): Promise<ApiFault | null> {
    const path = `/api/requests/${encodeURIComponent(id)}`;
    const answer = await api.delete(path);
    if (!answer.ok) return answer.fault;
    this.log.remove(id);
    this.activeId.value = null;
    this.close();
    return null;
  }

  /** Deletes all that the filter names. */
  async removeAll(): Promise<Deletion> {
    const done = await deleteAll(new URLSearchParams(this.#list.filter));
    await this.log.reset();
    return done;
  }

  #firstSeen(): number {
    return this.#rows?.firstSeen ?? 0;
  }
}
