import { type Block, splitBlocks } from "./blocks.ts";
import { type MarkdownWords, renderBlock } from "./nodes.ts";

/** Time for rendering in one frame, in ms. */
const FRAME_MS = 8;

/** How many times as long as its last rendering a text is left alone. */
const REST = 4;

const EMPTY: Block = { text: "", isPlain: true };

/**
 * Shows a text that grows as Markdown. Blocks that are complete are rendered
 * once; the last one anew as it grows, the less often the longer that takes.
 */
export class MarkdownView {
  readonly #root: HTMLElement;
  readonly #words: MarkdownWords;
  /** Blocks that wait for their turn. */
  #queue: Block[] = [];
  #tail = EMPTY;
  #tailNode: HTMLElement | null = null;
  #shownTail = EMPTY;
  /** How much of the text is in complete blocks. */
  #at = 0;
  #text = "";
  #isRunning = false;
  #restsUntil = 0;
  #frame = 0;

  constructor(root: HTMLElement, words: MarkdownWords) {
    this.#root = root;
    this.#words = words;
    root.replaceChildren();
  }

  /** Shows a text, which is the one before with more at its end. */
  update(text: string, isRunning: boolean): void {
    if (text.length < this.#text.length) this.#reset();
    this.#text = text;
    this.#isRunning = isRunning;
    this.#work();
  }

  /** Does nothing further. */
  close(): void {
    cancelAnimationFrame(this.#frame);
  }

  #reset(): void {
    this.#root.replaceChildren();
    this.#queue = [];
    this.#tail = this.#shownTail = EMPTY;
    this.#text = "";
    this.#tailNode = null;
    this.#at = this.#restsUntil = 0;
  }

  #work(): void {
    cancelAnimationFrame(this.#frame);
    const start = performance.now();
    const mayRest = this.#isRunning && start < this.#restsUntil;
    if (!mayRest) this.#split();
    while (this.#queue.length > 0 && performance.now() - start < FRAME_MS) {
      this.#place(renderBlock(this.#queue.shift() ?? EMPTY, this.#words));
    }
    if (!mayRest && this.#queue.length === 0) this.#showTail();
    if (!mayRest) {
      const end = performance.now();
      this.#restsUntil = end + (end - start) * REST;
    }
    if (mayRest || this.#queue.length > 0) {
      this.#frame = requestAnimationFrame(() => this.#work());
    }
  }

  #split(): void {
    const rest = this.#text.slice(this.#at);
    if (rest === this.#tail.text) return;
    const { done, tail } = splitBlocks(rest);
    this.#queue.push(...done);
    this.#at = this.#text.length - tail.text.length;
    this.#tail = tail;
  }

  /** Puts a complete block before the one that grows. */
  #place(node: HTMLElement): void {
    this.#root.insertBefore(node, this.#tailNode);
    // What grew so far is in that block, or comes after it.
    this.#tailNode?.remove();
    this.#tailNode = null;
    this.#shownTail = EMPTY;
  }

  #showTail(): void {
    if (this.#tail === this.#shownTail && this.#tailNode !== null) return;
    const node = renderBlock(this.#tail, this.#words);
    if (this.#tailNode === null) this.#root.append(node);
    else this.#tailNode.replaceWith(node);
    this.#tailNode = node;
    this.#shownTail = this.#tail;
  }
}
