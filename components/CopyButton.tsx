import { useSignal } from "@preact/signals";
import { showToast } from "../lib/browser/toasts.ts";
import { Button, type ButtonLook } from "./Button.tsx";
import { Check, Copy } from "./icons.ts";

export interface CopyButtonProps extends Pick<ButtonLook, "size" | "tone"> {
  /** What is copied. */
  text: string;
  words: { copy: string; copied: string; copyFailed: string };
  /** Names what is copied, where there are several. */
  label?: string;
  /** True for the icon alone. */
  isIcon?: boolean;
}

const SHOWN_MS = 2000;

/** Copies a text, and says whether that worked, for islands. */
export function CopyButton(props: CopyButtonProps) {
  const { text, words, label, isIcon, size = "s", tone } = props;
  const isDone = useSignal(false);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      isDone.value = true;
      setTimeout(() => isDone.value = false, SHOWN_MS);
    } catch {
      // Browsers offer no clipboard to pages without TLS.
      if (copyTheOldWay(text)) isDone.value = true;
      else showToast({ text: words.copyFailed, tone: "bad" });
    }
  }

  const word = isDone.value ? words.copied : words.copy;
  return (
    <Button
      size={size}
      tone={tone}
      icon={isDone.value ? Check : Copy}
      label={label ? `${word}: ${label}` : word}
      onClick={copy}
    >
      {isIcon ? undefined : word}
    </Button>
  );
}

function copyTheOldWay(text: string): boolean {
  const area = document.createElement("textarea");
  area.value = text;
  // Inside a dialog nothing outside of it can have the focus.
  const parent = document.querySelector("dialog[open]") ?? document.body;
  const before = document.activeElement;
  parent.append(area);
  area.select();
  try {
    return document.execCommand("copy");
  } finally {
    area.remove();
    if (before instanceof HTMLElement) before.focus();
  }
}
