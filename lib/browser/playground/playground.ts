import { batch, signal } from "@preact/signals";
import type { ApiSend } from "./ask_model.ts";
import { ChatLane, type LaneOptions } from "./chat_lane.ts";
import { type ChatSettings, NO_SETTINGS } from "./chat_settings.ts";
import {
  type Conversation,
  type ConversationHead,
  imported,
  newConversation,
  titleOf,
} from "./conversations.ts";
import { ConversationStore } from "./conversation_store.ts";
import { firstModel, type ListedModel, modelsFor } from "./models.ts";
import { branchOff, EMPTY_TREE } from "./tree.ts";
import { RememberedText } from "./remembered_text.ts";

/** What the playground of the owner works with. */
export interface PlaygroundOptions {
  send: ApiSend;
  learn: NonNullable<LaneOptions["learn"]>;
  onEnd: NonNullable<LaneOptions["onEnd"]>;
  /** Told when the browser does not keep what was said. */
  onUnkept: () => void;
}

const SAVE_MS = 400;

/** How often an answer that comes is kept, in ms. */
const CHECKPOINT_MS = 3000;

/** The chat of the playground: conversations, of which one is open. */
export class Playground {
  readonly models = signal<ListedModel[] | null>(null);
  readonly heads = signal<ConversationHead[]>([]);
  readonly settings = signal<ChatSettings>(NO_SETTINGS);
  readonly lanes = signal<ChatLane[]>([]);
  /** The id of the open conversation. */
  readonly openId = signal("");
  readonly #options: PlaygroundOptions;
  readonly #store = new ConversationStore();
  readonly #lastModel = new RememberedText("p2a_playground_model");
  readonly #lastOpen = new RememberedText("p2a_playground_open");
  #head = newHead();
  #saving: ReturnType<typeof setTimeout> | undefined;
  #hasComplained = false;

  constructor(options: PlaygroundOptions) {
    this.#options = options;
    this.lanes.value = [this.#lane({ model: "", tree: EMPTY_TREE })];
  }

  /** Opens what was open last; gives a function that ends the work. */
  start(): () => void {
    const save = () => void this.saveNow();
    const timer = setInterval(() => {
      if (this.lanes.value.some((lane) => lane.isRunning)) save();
    }, CHECKPOINT_MS);
    addEventListener("pagehide", save);
    return () => {
      clearInterval(timer);
      removeEventListener("pagehide", save);
      for (const lane of this.lanes.value) lane.stop();
    };
  }

  /** Opens what was open last. */
  async resume(): Promise<void> {
    await this.#list();
    const last = this.heads.value.find(({ id }) => id === this.#lastOpen.value);
    if (last !== undefined) await this.open(last.id);
  }

  /** Shows what is kept without opening any of it. */
  listOnly(): Promise<void> {
    return this.#list();
  }

  /** Takes the models that can be called, and chooses one where none is. */
  setModels(models: ListedModel[]): void {
    this.models.value = models;
    for (const lane of this.lanes.value) {
      lane.model.value ||= this.#usualModel();
    }
  }

  /** Begins a conversation with the settings as they are. */
  startNew(given: Partial<Conversation> = {}): void {
    const [first] = this.lanes.value;
    const model = first?.model.value || this.#usualModel();
    const settings = this.settings.value;
    const lanes = [{ model, tree: EMPTY_TREE }];
    this.#show(newConversation(Date.now(), { settings, lanes, ...given }));
  }

  async open(id: string): Promise<void> {
    await this.saveNow();
    const found = await this.#store.get(id);
    if (found === undefined) return await this.#list();
    this.#show(found);
  }

  /** Takes a conversation away; gives what brings it back. */
  async remove(id: string): Promise<() => Promise<void>> {
    await this.saveNow();
    const removed = await this.#store.get(id);
    await this.#store.delete(id);
    if (this.openId.value === id) this.startNew({ settings: NO_SETTINGS });
    await this.#list();
    return async () => {
      if (removed === undefined) return;
      await this.#store.put(removed);
      await this.#list();
      await this.open(id);
    };
  }

  async removeAll(): Promise<void> {
    await this.#store.clear();
    this.startNew({ settings: NO_SETTINGS });
    await this.#list();
  }

  /** All conversations, the open one as it is now. */
  async all(): Promise<Conversation[]> {
    await this.saveNow();
    return await this.#store.all();
  }

  /** Adds the conversations of a file; null when it is none of them. */
  async addAll(text: string): Promise<number | null> {
    const conversations = imported(text, Date.now());
    if (conversations === null) return null;
    for (const each of conversations) await this.#store.put(each);
    await this.#list();
    const [first] = conversations;
    if (first !== undefined) await this.open(first.id);
    return conversations.length;
  }

  /** Goes on from a turn in a conversation of its own. */
  branchOff(lane: ChatLane, id: string): void {
    void this.saveNow();
    const tree = branchOff(lane.snapshot, id);
    this.startNew({ lanes: [{ model: lane.model.value, tree }] });
    this.changed();
  }

  /** Puts a second model beside the first, or takes it away. */
  toggleSecond(): void {
    const [first, second] = this.lanes.value;
    if (first === undefined) return;
    if (second !== undefined) {
      second.stop();
      this.lanes.value = [first];
    } else {
      const model = this.#otherModel(first.model.value);
      const lane = this.#lane({ model, tree: first.snapshot });
      this.lanes.value = [first, lane];
    }
    this.changed();
  }

  changeSettings(changes: Partial<ChatSettings>): void {
    this.settings.value = { ...this.settings.value, ...changes };
    this.changed();
  }

  chooseModel(lane: ChatLane, model: string): void {
    lane.model.value = model;
    this.#lastModel.value = model;
    this.changed();
  }

  /** Keeps the conversation soon. */
  changed(): void {
    clearTimeout(this.#saving);
    this.#saving = setTimeout(() => void this.saveNow(), SAVE_MS);
  }

  /** Keeps the conversation, unless nothing was said. */
  async saveNow(): Promise<void> {
    clearTimeout(this.#saving);
    const lanes = this.lanes.value.map(({ model, snapshot }) => ({
      model: model.value,
      tree: snapshot,
    }));
    const title = titleOf(lanes);
    if (lanes.every(({ tree }) => tree === EMPTY_TREE)) return;
    const conversation: Conversation = {
      ...this.#head,
      title,
      updatedAt: Date.now(),
      settings: this.settings.value,
      lanes,
    };
    this.openId.value = this.#lastOpen.value = conversation.id;
    try {
      await this.#store.put(conversation);
      await this.#list();
    } catch {
      if (!this.#hasComplained) this.#options.onUnkept();
      this.#hasComplained = true;
    }
  }

  #show(conversation: Conversation): void {
    for (const lane of this.lanes.value) lane.stop();
    const { id, createdAt, settings, lanes } = conversation;
    this.#head = { id, createdAt };
    this.#lastOpen.value = id;
    batch(() => {
      this.openId.value = id;
      this.settings.value = settings;
      this.lanes.value = lanes.map((lane) =>
        this.#lane({ ...lane, model: lane.model || this.#usualModel() })
      );
    });
  }

  #lane(given: Pick<LaneOptions, "model" | "tree">): ChatLane {
    const { send, learn, onEnd } = this.#options;
    return new ChatLane({
      ...given,
      send,
      learn,
      onEnd,
      settings: () => this.settings.value,
      onChange: () => this.changed(),
    });
  }

  #usualModel(): string {
    const models = modelsFor("chat", this.models.value ?? []);
    const last = this.#lastModel.value;
    return models.some(({ id }) => id === last) ? last : firstModel(models);
  }

  #otherModel(model: string): string {
    const models = modelsFor("chat", this.models.value ?? []);
    return firstModel(models.filter(({ id }) => id !== model)) || model;
  }

  async #list(): Promise<void> {
    try {
      this.heads.value = await this.#store.list();
    } catch {
      this.heads.value = [];
    }
  }
}

function newHead(): Pick<Conversation, "id" | "createdAt"> {
  const { id, createdAt } = newConversation(Date.now());
  return { id, createdAt };
}
