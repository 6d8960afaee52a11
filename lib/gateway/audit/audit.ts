import { monotonicUlid } from "@std/ulid";
import { fingerprint } from "../../auth/digest.ts";
import type { Caller } from "../../auth/keys.ts";
import {
  type AuditActor,
  type AuditEvent,
  deleteAuditEvents,
  putAuditEvent,
} from "../../store/audit.ts";
import type { Store } from "../../store/kv.ts";

/** How an action can be taken back; see `undo.ts`. */
export type UndoKind = "settings" | "key" | "account";

/** Something the owner did. */
export interface AuditNote {
  /** Area and verb, such as `account.pause`. */
  action: string;
  /** What it was done to, such as the id of an account. */
  target: string;
  /** How things were and are: JSON without secrets, fingerprints only. */
  before?: unknown;
  after?: unknown;
  /** How it is taken back, from `before` and `after`. */
  undo?: UndoKind;
  /** The call that did it; the environment did when absent. */
  by?: { caller: Caller; requestId: string };
  /** The event that this one took back. */
  undoes?: string;
}

/** What an `Audit` works with. */
export interface AuditOptions {
  store: Store;
  /** How long events are kept, in ms. */
  keepMs: () => number;
  /** Told about events that could not be stored. */
  onFailure: (cause: unknown) => void;
  now?: () => number;
}

const ENVIRONMENT: AuditActor = {
  kind: "environment",
  keyId: "environment",
  name: "Environment",
};

const DAY_MS = 24 * 60 * 60 * 1000;

/** Pauses before an event is stored again that could not be, in ms. */
const PAUSES = [200, 1000, 5000];

/** A key of this or another service, or a JSON Web Token. */
const SECRET = /\bsk-[\w-]{16,}|\beyJ[\w-]{8,}(?:\.[\w-]+){1,2}/g;

/** Writes down what the owner does: nobody waits for it, and it never throws. */
export class Audit {
  readonly #options: AuditOptions;
  readonly #now: () => number;
  #writing: Promise<void> = Promise.resolve();
  #sweptAt = -Infinity;
  #isClosed = false;

  constructor(options: AuditOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** Events before this are over, in Unix ms. */
  get since(): number {
    return this.#now() - this.#options.keepMs();
  }

  /** Writes an event down; gives it as it will be stored. */
  note(note: AuditNote): AuditEvent {
    const event = this.#eventOf(note);
    this.#writing = this.#writing.then(() => this.#write(event));
    return event;
  }

  /** Resolves when all that was noted is stored, or was given up. */
  flush(): Promise<void> {
    return this.#writing;
  }

  /** As `flush`; what cannot be stored now is given up at once. */
  close(): Promise<void> {
    this.#isClosed = true;
    return this.#writing;
  }

  #eventOf({ by, before, after, ...rest }: AuditNote): AuditEvent {
    const now = this.#now();
    const event: AuditEvent = {
      ...rest,
      id: `aud_${monotonicUlid(now)}`,
      at: now,
      actor: by === undefined ? ENVIRONMENT : actorOf(by.caller),
      requestId: by?.requestId ?? null,
    };
    if (before !== undefined) event.before = withoutSecrets(before);
    if (after !== undefined) event.after = withoutSecrets(after);
    return event;
  }

  async #write(event: AuditEvent): Promise<void> {
    for (let attempt = 0;; attempt++) {
      try {
        const keepMs = this.#options.keepMs();
        await putAuditEvent(this.#options.store, event, { keepMs });
        await this.#sweep();
        return;
      } catch (cause) {
        const pause = PAUSES[attempt];
        if (pause === undefined || this.#isClosed) {
          this.#options.onFailure(cause);
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  /** The database forgets by itself, but not what is to be kept less long. */
  async #sweep(): Promise<void> {
    if (this.#now() - this.#sweptAt < DAY_MS) return;
    this.#sweptAt = this.#now();
    const { store } = this.#options;
    while (!await deleteAuditEvents(store, this.since));
  }
}

function actorOf({ kind, keyId, name }: Caller): AuditActor {
  return { kind: kind === "owner" ? "owner" : "anonymous", keyId, name };
}

/** A copy, in which whatever looks like a secret is a fingerprint. */
function withoutSecrets(value: unknown): unknown {
  const text = JSON.stringify(value);
  if (text === undefined) return null;
  return JSON.parse(
    text.replace(SECRET, (secret) => `secret ${fingerprint(secret)}`),
  );
}
