import { useSignal } from "@preact/signals";
import { showToast } from "../lib/browser/toasts.ts";
import { Button, type ButtonLook } from "./Button.tsx";
import { copyText } from "../lib/browser/copy_text.ts";
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
    if (!await copyText(text)) {
      showToast({ text: words.copyFailed, tone: "bad" });
      return;
    }
    isDone.value = true;
    setTimeout(() => isDone.value = false, SHOWN_MS);
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
