import { batch, type Signal, signal } from "@preact/signals";
import { type ApiSend, askModel } from "./ask_model.ts";
import { chatBody } from "./chat_request.ts";
import type { ChatSettings } from "./chat_settings.ts";
import { Exchange } from "./exchange.ts";
import { newId } from "./new_id.ts";
import {
  addTurn,
  chooseTurn,
  pathOf,
  pathTo,
  removeTurn,
  replaceTurn,
  type Tree,
} from "./tree.ts";
import {
  type AnswerFigures,
  type AnswerTurn,
  emptyAnswer,
  type Picture,
  type ResultsTurn,
  type UserTurn,
} from "./turns.ts";

/** What becomes known of an answer after its end. */
export interface Learned {
  figures: Partial<AnswerFigures>;
  /** What happened, in sentences. */
  explanation: string[];
}

/** What a lane works with. */
export interface LaneOptions {
  tree: Tree;
  model: string;
  send: ApiSend;
  settings: () => ChatSettings;
  /** Told when something is worth keeping. */
  onChange?: () => void;
  /** Told of each answer that has ended. */
  onEnd?: (answer: AnswerTurn) => void;
  /** Asks what became known of a request. */
  learn?: (requestId: string) => Promise<Learned | null>;
}

/** An answer that is coming. */
export interface LiveAnswer {
  id: string;
  answer: AnswerTurn;
}

/** One conversation with one model at a time; two of them stand side by side. */
export class ChatLane {
  readonly tree: Signal<Tree>;
  readonly model: Signal<string>;
  /** The answer that comes now; redrawn at most once a frame. */
  readonly live = signal<LiveAnswer | null>(null);
  /** What went over the wire, by answer. */
  readonly exchanges = new Map<string, Exchange>();
  readonly #options: LaneOptions;
  #stop: AbortController | null = null;
  #latest: LiveAnswer | null = null;
  #frame = 0;

  constructor(options: LaneOptions) {
    this.#options = options;
    this.tree = signal(options.tree);
    this.model = signal(options.model);
  }

  /** True while an answer comes. */
  get isRunning(): boolean {
    return this.live.value !== null;
  }

  /** The conversation with what has come so far of the answer that comes. */
  get snapshot(): Tree {
    const latest = this.#latest;
    const tree = this.tree.peek();
    return latest === null ? tree : replaceTurn(tree, latest.id, latest.answer);
  }

  /** Says something after what was said last. */
  ask(text: string, pictures: Picture[]): Promise<void> {
    const last = pathOf(this.tree.value).at(-1);
    return this.#say({ kind: "user", text, pictures }, last?.id ?? null);
  }

  /** Says something else in place of what was said; that stays a branch. */
  edit(id: string, text: string, pictures: Picture[]): Promise<void> {
    const node = this.tree.value.nodes[id];
    if (node === undefined) return Promise.resolve();
    return this.#say({ kind: "user", text, pictures }, node.parentId);
  }

  /** Asks for another answer in place of one, which stays a branch. */
  regenerate(id: string): Promise<void> {
    const node = this.tree.value.nodes[id];
    return node?.parentId ? this.#answer(node.parentId) : Promise.resolve();
  }

  /** Gives the results of the calls of an answer. */
  giveResults(id: string, results: ResultsTurn["results"]): Promise<void> {
    return this.#say({ kind: "results", results }, id);
  }

  /** Ends the answer that comes; what has come stays. */
  stop(): void {
    this.#stop?.abort();
  }

  /** Shows another branch. */
  choose(id: string): void {
    this.tree.value = chooseTurn(this.tree.value, id);
    this.#options.onChange?.();
  }

  /** Takes a turn out, and what followed it. */
  remove(id: string): void {
    this.tree.value = removeTurn(this.tree.value, id);
    this.#options.onChange?.();
  }

  #say(turn: UserTurn | ResultsTurn, parentId: string | null): Promise<void> {
    if (this.isRunning) return Promise.resolve();
    const id = newId();
    this.tree.value = addTurn(this.tree.value, { id, parentId, turn });
    return this.#answer(id);
  }

  async #answer(parentId: string): Promise<void> {
    if (this.isRunning) return;
    const id = newId();
    const model = this.model.value;
    const empty = emptyAnswer(model);
    const turns = pathTo(this.tree.value, parentId).map(({ turn }) => turn);
    const body = chatBody(turns, { model, settings: this.#options.settings() });
    const exchange = new Exchange("/v1/chat/completions", body);
    const stop = this.#stop = new AbortController();
    this.exchanges.set(id, exchange);
    batch(() => {
      this.tree.value = addTurn(this.tree.value, { id, parentId, turn: empty });
      this.live.value = this.#latest = { id, answer: empty };
    });
    this.#options.onChange?.();
    const answer = await askModel(empty, {
      send: this.#options.send,
      body,
      exchange,
      signal: stop.signal,
      onMore: (more) => this.#show({ id, answer: more }),
    });
    this.#finish({ id, answer });
    await this.#learn(id, answer);
  }

  #show(latest: LiveAnswer): void {
    this.#latest = latest;
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.#latest !== null) this.live.value = this.#latest;
    });
  }

  #finish({ id, answer }: LiveAnswer): void {
    this.#latest = null;
    batch(() => {
      this.tree.value = replaceTurn(this.tree.value, id, answer);
      this.live.value = null;
    });
    this.#options.onChange?.();
    this.#options.onEnd?.(answer);
  }

  async #learn(id: string, { figures }: AnswerTurn): Promise<void> {
    if (figures.requestId === undefined) return;
    const learned = await this.#options.learn?.(figures.requestId);
    const turn = this.tree.value.nodes[id]?.turn;
    if (!learned || turn?.kind !== "answer") return;
    this.tree.value = replaceTurn(this.tree.value, id, {
      ...turn,
      figures: { ...turn.figures, ...learned.figures },
      ...(turn.fault === null ? {} : {
        fault: { ...turn.fault, explanation: learned.explanation },
      }),
    });
    this.#options.onChange?.();
  }
}
