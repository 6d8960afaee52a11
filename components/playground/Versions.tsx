import type { ChatLane } from "../../lib/browser/playground/chat_lane.ts";
import { siblingsOf } from "../../lib/browser/playground/tree.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { Button } from "../Button.tsx";
import { ChevronLeft, ChevronRight } from "../icons.ts";
import type { PlayWords } from "./words.ts";

export interface VersionsProps {
  lane: ChatLane;
  id: string;
  words: PlayWords;
}

/** Leads through the branches that begin in one place; nothing for one. */
export function Versions({ lane, id, words }: VersionsProps) {
  const siblings = siblingsOf(lane.tree.value, id);
  if (siblings.length < 2) return null;
  const { previous, next, version } = words.play.chat;
  const at = siblings.indexOf(id);
  const step = (by: number) => {
    const other = siblings[at + by];
    if (other !== undefined) lane.choose(other);
  };
  return (
    <span class="versions">
      <Button
        size="s"
        tone="plain"
        icon={ChevronLeft}
        label={previous}
        disabled={at === 0 || lane.isRunning}
        onClick={() => step(-1)}
      />
      <span class="number">
        <span aria-hidden="true">{at + 1}/{siblings.length}</span>
        <span class="visually-hidden">
          {fill(version, { n: at + 1, total: siblings.length })}
        </span>
      </span>
      <Button
        size="s"
        tone="plain"
        icon={ChevronRight}
        label={next}
        disabled={at === siblings.length - 1 || lane.isRunning}
        onClick={() => step(1)}
      />
    </span>
  );
}
