import { useLayoutEffect, useRef } from "preact/hooks";
import { piecesOf } from "../../lib/browser/playground/pieces.ts";
import type { MarkdownView } from "../../lib/browser/playground/markdown/view.ts";
import { showToast } from "../../lib/browser/toasts.ts";
import { copyText } from "../../lib/browser/copy_text.ts";
import type { PlayWords } from "./words.ts";

export interface MarkdownProps {
  text: string;
  isRunning: boolean;
  words: PlayWords;
}

/** Loaded when the first answer is shown: it is larger than all the rest. */
let loading:
  | Promise<typeof import("../../lib/browser/playground/markdown/view.ts")>
  | undefined;

/** Text by a model as Markdown; plain until what renders it is there. */
export function Markdown({ text, isRunning, words }: MarkdownProps) {
  const root = useRef<HTMLDivElement>(null);
  const view = useRef<MarkdownView | null>(null);
  const latest = useRef({ text, isRunning });
  latest.current = { text, isRunning };

  useLayoutEffect(() => {
    let isGone = false;
    loading ??= import("../../lib/browser/playground/markdown/view.ts");
    loading.then(({ MarkdownView }) => {
      if (isGone || root.current === null) return;
      const { common, play } = words;
      view.current = new MarkdownView(root.current, {
        copy: common.copy,
        code: play.chat.codeBlock,
        table: play.chat.table,
      });
      view.current.update(latest.current.text, latest.current.isRunning);
    }, () => loading = undefined);
    return () => {
      isGone = true;
      view.current?.close();
      view.current = null;
    };
  }, []);

  useLayoutEffect(() => {
    if (view.current !== null) view.current.update(text, isRunning);
    else if (root.current !== null) showPlain(root.current, text);
  }, [text, isRunning]);

  async function copy(event: Event) {
    const target = event.target as Element | null;
    const button = target?.closest<HTMLElement>("button[data-copy]");
    const code = button?.closest(".code-frame")?.querySelector("code");
    if (!button || !code) return;
    const { copy, copied, copyFailed } = words.common;
    if (!await copyText(code.textContent ?? "")) {
      showToast({ text: copyFailed, tone: "bad" });
      return;
    }
    button.textContent = copied;
    setTimeout(() => button.textContent = copy, 2000);
  }

  return <div ref={root} class="prose" dir="auto" onClick={copy} />;
}

/** Shows text as it is, in pieces that need no layout while out of sight. */
function showPlain(root: HTMLElement, text: string): void {
  root.replaceChildren(
    ...piecesOf(text).map((piece) => {
      const block = document.createElement("div");
      block.className = "block plain";
      block.textContent = piece;
      return block;
    }),
  );
}
