import { useSignal } from "@preact/signals";
import type { UserTurn } from "../../lib/browser/playground/turns.ts";
import { Button } from "../Button.tsx";
import { GitBranch, Pencil } from "../icons.ts";
import { LongText } from "./LongText.tsx";
import type { TranscriptProps } from "./Transcript.tsx";
import { Versions } from "./Versions.tsx";
import type { PlayWords } from "./words.ts";

type SaidProps = TranscriptProps & { id: string; turn: UserTurn };

/** What the user said, and a way to say something else instead. */
export function Said(props: SaidProps) {
  const { lane, id, turn, words, editing, onEdit, onBranchOff } = props;
  const { chat } = words.play;
  if (editing === id) return <EditSaid {...props} />;
  return (
    <article class="said" aria-label={chat.you}>
      <div class="bubble">
        <Pictures turn={turn} words={words} />
        {turn.text !== "" && <LongText text={turn.text} />}
      </div>
      <div class="turn-foot">
        <Versions lane={lane} id={id} words={words} />
        <span class="turn-actions">
          <Button
            size="s"
            tone="plain"
            icon={Pencil}
            label={chat.edit}
            disabled={lane.isRunning}
            onClick={() => onEdit(id)}
          />
          {onBranchOff && (
            <Button
              size="s"
              tone="plain"
              icon={GitBranch}
              label={chat.branchOff}
              onClick={() => onBranchOff(lane, id)}
            />
          )}
        </span>
      </div>
    </article>
  );
}

function Pictures({ turn, words }: { turn: UserTurn; words: PlayWords }) {
  if (turn.pictures.length === 0) return null;
  return (
    <div class="pictures">
      {turn.pictures.map(({ url, name }, at) => (
        <img key={at} src={url} alt={name || words.play.chat.picture} />
      ))}
    </div>
  );
}

function EditSaid({ lane, id, turn, words, onEdit }: SaidProps) {
  const text = useSignal(turn.text);
  const { chat } = words.play;

  function send() {
    if (text.value.trim() === "" && turn.pictures.length === 0) return;
    onEdit(null);
    void lane.edit(id, text.value, turn.pictures);
  }

  function press(event: KeyboardEvent) {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      onEdit(null);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  }

  return (
    <div class="said editing">
      <Pictures turn={turn} words={words} />
      <textarea
        class="input"
        dir="auto"
        rows={Math.min(12, text.value.split("\n").length + 1)}
        aria-label={chat.edit}
        autofocus
        ref={focusAtEnd}
        value={text.value}
        onInput={(event) => text.value = event.currentTarget.value}
        onKeyDown={press}
      />
      <div class="cluster">
        <Button size="s" tone="primary" onClick={send}>
          {chat.sendEdited}
        </Button>
        <Button size="s" onClick={() => onEdit(null)}>
          {words.common.cancel}
        </Button>
      </div>
    </div>
  );
}

const seen = new WeakSet<HTMLTextAreaElement>();

function focusAtEnd(area: HTMLTextAreaElement | null): void {
  if (area === null || seen.has(area)) return;
  seen.add(area);
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
}
