import type { ChatLane } from "../../lib/browser/playground/chat_lane.ts";
import { pathOf, type TreeNode } from "../../lib/browser/playground/tree.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { Answer } from "./Answer.tsx";
import { Results } from "./Results.tsx";
import { Said } from "./Said.tsx";
import type { PlayWords } from "./words.ts";

/** What can be done with a turn beyond the conversation itself. */
export interface TurnActions {
  /** Shows what went over the wire for an answer. */
  onInspect?: (lane: ChatLane, id: string) => void;
  /** Goes on from a turn in a conversation of its own. */
  onBranchOff?: (lane: ChatLane, id: string) => void;
}

export interface TranscriptProps extends TurnActions {
  lane: ChatLane;
  words: PlayWords;
  /** The turn that is being edited. */
  editing: string | null;
  onEdit: (id: string | null) => void;
  /** True where records can be opened: for the owner. */
  hasRecords: boolean;
}

/** What was said in a lane, on the branches that are chosen. */
export function Transcript(props: TranscriptProps) {
  const { lane, words } = props;
  const path = pathOf(lane.tree.value);
  const label = fill(words.play.chat.lane, { model: lane.model.value });
  return (
    <ol class="plain transcript" aria-label={label}>
      {path.map((node, at) => (
        <li key={node.id}>
          <TurnView {...props} node={node} next={path[at + 1]} />
        </li>
      ))}
    </ol>
  );
}

function TurnView(
  { node, next, ...props }: TranscriptProps & {
    node: TreeNode;
    next: TreeNode | undefined;
  },
) {
  const { id, turn } = node;
  switch (turn.kind) {
    case "user":
      return <Said {...props} id={id} turn={turn} />;
    case "results":
      return <Results turn={turn} words={props.words} />;
    case "answer":
      return <Answer {...props} id={id} turn={turn} isLast={!next} />;
  }
}
