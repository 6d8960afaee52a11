import type { Words } from "../../lib/i18n/mod.ts";
import { Notice } from "../Notice.tsx";

export interface ConnectedNoticeProps {
  /** What came of Puter's page; a word of an address, so anything. */
  outcome: string | null;
  words: Words["accounts"];
}

const GOOD: readonly string[] = ["added", "replaced", "confirmed", "kept"];

/** Says what came of Puter's own page, after it has led back here. */
export function ConnectedNotice({ outcome, words }: ConnectedNoticeProps) {
  const { connected } = words;
  if (outcome === null || !Object.hasOwn(connected, outcome)) return null;
  const text = connected[outcome as keyof typeof connected];
  return (
    <div class="connected">
      <Notice tone={GOOD.includes(outcome) ? "good" : "bad"}>{text}</Notice>
    </div>
  );
}
