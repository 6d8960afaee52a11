import { useRef } from "preact/hooks";
import { exported } from "../../lib/browser/playground/conversations.ts";
import type { Playground } from "../../lib/browser/playground/playground.ts";
import { saveFile } from "../../lib/browser/save_file.ts";
import { showToast } from "../../lib/browser/toasts.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { Button } from "../Button.tsx";
import { ConfirmButton } from "../ConfirmButton.tsx";
import { Download, Plus, Trash2, Upload } from "../icons.ts";
import { RelativeTime } from "../RelativeTime.tsx";
import type { PlayWords } from "./words.ts";

export interface ConversationListProps {
  playground: Playground;
  words: PlayWords;
  /** Told when one was chosen, so that a drawer can close. */
  onDone?: () => void;
  /** Makes ids unique where there are two lists. */
  id: string;
}

/** The conversations that this browser keeps. */
export function ConversationList(props: ConversationListProps) {
  const { playground, words, onDone } = props;
  const { chat } = words.play;

  async function remove(id: string, title: string) {
    const undo = await playground.remove(id);
    showToast({
      text: fill(chat.removed, { title }),
      tone: "good",
      action: { label: words.common.undo, run: () => void undo() },
    });
  }

  return (
    <div class="conversations">
      <Button
        icon={Plus}
        onClick={() => {
          void playground.saveNow();
          playground.startNew();
          onDone?.();
        }}
      >
        {chat.new}
      </Button>
      {playground.heads.value.length === 0 && (
        <p class="hint">{chat.noConversations}</p>
      )}
      <ul class="plain">
        {playground.heads.value.map(({ id, title, updatedAt }) => {
          const name = title || chat.untitled;
          return (
            <li key={id}>
              <button
                type="button"
                class="conversation"
                aria-current={id === playground.openId.value
                  ? "true"
                  : undefined}
                onClick={() => {
                  void playground.open(id);
                  onDone?.();
                }}
              >
                <span class="truncate" dir="auto">{name}</span>
                <span class="hint">
                  <RelativeTime at={updatedAt} language={words.language} />
                </span>
              </button>
              <Button
                size="s"
                tone="plain"
                icon={Trash2}
                label={fill(chat.removeConversation, { title: name })}
                onClick={() => void remove(id, name)}
              />
            </li>
          );
        })}
      </ul>
      <FileButtons {...props} />
    </div>
  );
}

function FileButtons({ playground, words, id, onDone }: ConversationListProps) {
  const chooser = useRef<HTMLInputElement>(null);
  const { chat } = words.play;

  async function exportAll() {
    const text = exported(await playground.all());
    const date = new Date().toISOString().slice(0, 10);
    saveFile(new Blob([text]), `conversations-${date}.json`);
  }

  async function importAll(file: File | undefined) {
    if (file === undefined) return;
    const count = await playground.addAll(await file.text());
    if (count === null) showToast({ text: chat.notImported, tone: "bad" });
    else {
      showToast({ text: fill(chat.imported, { n: count }), tone: "good" });
      onDone?.();
    }
  }

  const isEmpty = playground.heads.value.length === 0;
  return (
    <div class="conversations-foot">
      <input
        ref={chooser}
        type="file"
        accept="application/json,.json"
        hidden
        onChange={(event) => {
          void importAll(event.currentTarget.files?.[0]);
          event.currentTarget.value = "";
        }}
      />
      <div class="cluster">
        {!isEmpty && (
          <Button
            size="s"
            tone="plain"
            icon={Download}
            onClick={() => void exportAll()}
          >
            {chat.export}
          </Button>
        )}
        <Button
          size="s"
          tone="plain"
          icon={Upload}
          onClick={() => chooser.current?.click()}
        >
          {chat.import}
        </Button>
        {!isEmpty && (
          <ConfirmButton
            id={`${id}-remove-all`}
            size="s"
            tone="danger-plain"
            icon={Trash2}
            title={chat.removeAll}
            question={chat.removeAllQuestion}
            confirmLabel={chat.removeAll}
            cancelLabel={words.common.cancel}
            onConfirm={() => playground.removeAll()}
          >
            {chat.removeAll}
          </ConfirmButton>
        )}
      </div>
      {!isEmpty && <p class="hint">{chat.onlyHere}</p>}
    </div>
  );
}
