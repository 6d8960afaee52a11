import { CopyButton, type CopyButtonProps } from "./CopyButton.tsx";

export interface CodeBlockProps {
  code: string;
  /** What it is, for screen readers. */
  label: string;
  words: CopyButtonProps["words"];
  /** Copied in place of what is seen, such as with a key that is hidden. */
  copyText?: string;
  wraps?: boolean;
}

/** Code to copy, for islands; static pages use `<pre>` in `.code`. */
export function CodeBlock(props: CodeBlockProps) {
  const { code, label, words, copyText = code, wraps } = props;
  return (
    <div class="code">
      <pre
        class={wraps ? "wraps" : undefined}
        tabindex={0}
        role="group"
        aria-label={label}
      >
        <code>{code}</code>
      </pre>
      <CopyButton text={copyText} words={words} label={label} isIcon />
    </div>
  );
}
