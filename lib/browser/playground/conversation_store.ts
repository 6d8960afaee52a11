import type { Conversation, ConversationHead } from "./conversations.ts";
import { settled } from "./read_tree.ts";

const NAME = "puter-2api-playground";
const HEADS = "heads";
const WHOLE = "conversations";

/** Keeps conversations in this browser, and nowhere else. */
export class ConversationStore {
  #opened: Promise<IDBDatabase> | undefined;

  /** What there is, the newest first. */
  async list(): Promise<ConversationHead[]> {
    const heads = await this.#read<ConversationHead[]>(
      HEADS,
      (store) => store.getAll(),
    );
    return heads.sort((one, other) => other.updatedAt - one.updatedAt);
  }

  /** A conversation; undefined when it is gone. */
  async get(id: string): Promise<Conversation | undefined> {
    const found = await this.#read<Conversation | undefined>(
      WHOLE,
      (store) => store.get(id),
    );
    return found && {
      ...found,
      lanes: found.lanes.map((lane) => ({ ...lane, tree: settled(lane.tree) })),
    };
  }

  /** All conversations with all that is in them. */
  all(): Promise<Conversation[]> {
    return this.#read(WHOLE, (store) => store.getAll());
  }

  /** Keeps a conversation in place of what it was before. */
  async put(conversation: Conversation): Promise<void> {
    const { id, title, updatedAt } = conversation;
    await this.#write((heads, whole) => {
      heads.put({ id, title, updatedAt });
      whole.put(conversation);
    });
  }

  async delete(id: string): Promise<void> {
    await this.#write((heads, whole) => {
      heads.delete(id);
      whole.delete(id);
    });
  }

  async clear(): Promise<void> {
    await this.#write((heads, whole) => {
      heads.clear();
      whole.clear();
    });
  }

  async #read<Value>(
    name: string,
    ask: (store: IDBObjectStore) => IDBRequest,
  ): Promise<Value> {
    const database = await this.#open();
    const store = database.transaction(name).objectStore(name);
    return await answerOf<Value>(ask(store));
  }

  async #write(
    change: (heads: IDBObjectStore, whole: IDBObjectStore) => void,
  ): Promise<void> {
    const database = await this.#open();
    const transaction = database.transaction([HEADS, WHOLE], "readwrite");
    change(transaction.objectStore(HEADS), transaction.objectStore(WHOLE));
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  }

  #open(): Promise<IDBDatabase> {
    return this.#opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => {
        for (const name of [HEADS, WHOLE]) {
          request.result.createObjectStore(name, { keyPath: "id" });
        }
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }
}

function answerOf<Value>(request: IDBRequest): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
