import { toHtml } from "./html.ts";
import { purified } from "./purify.ts";
import type { Block } from "./blocks.ts";

/** Words in rendered Markdown. */
export interface MarkdownWords {
  copy: string;
  code: string;
  table: string;
}

const TEXT_BLOCKS = "p, li, h1, h2, h3, h4, h5, h6, td, th, blockquote";

/**
 * A block as a safe element, whose code can be copied by buttons with
 * `data-copy`. What Markdown does not get through is shown as it is.
 */
export function renderBlock(block: Block, words: MarkdownWords): HTMLElement {
  if (block.isPlain) return plainBlock(block.text);
  const element = document.createElement("div");
  element.className = "block";
  try {
    element.append(purified(toHtml(block.text)));
    dress(element, words);
    return element;
  } catch {
    return plainBlock(block.text);
  }
}

function plainBlock(text: string): HTMLElement {
  const element = document.createElement("div");
  element.className = "block plain";
  element.dir = "auto";
  element.textContent = text.replace(/\n$/, "");
  return element;
}

function dress(block: HTMLElement, words: MarkdownWords): void {
  for (const element of block.querySelectorAll<HTMLElement>(TEXT_BLOCKS)) {
    element.dir = "auto";
  }
  for (const pre of block.querySelectorAll("pre")) dressCode(pre, words);
  for (const table of block.querySelectorAll("table")) {
    table.replaceWith(scrollable(table.cloneNode(true), words.table));
  }
}

function scrollable(content: Node, label: string): HTMLElement {
  const frame = document.createElement("div");
  frame.className = "table-wrap";
  frame.tabIndex = 0;
  frame.setAttribute("role", "group");
  frame.setAttribute("aria-label", label);
  frame.append(content);
  return frame;
}

function dressCode(pre: HTMLPreElement, words: MarkdownWords): void {
  const code = pre.querySelector("code");
  const language = /language-([\w+#-]+)/.exec(code?.className ?? "")?.[1];
  const frame = document.createElement("div");
  frame.className = "code-frame";
  const head = document.createElement("div");
  head.className = "code-head";
  const name = document.createElement("span");
  name.textContent = language ?? words.code;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button plain s";
  button.dataset.copy = "";
  button.textContent = words.copy;
  head.append(name, button);
  pre.replaceWith(frame);
  pre.dir = "ltr";
  pre.tabIndex = 0;
  pre.setAttribute("role", "group");
  pre.setAttribute("aria-label", language ?? words.code);
  frame.append(head, pre);
}
