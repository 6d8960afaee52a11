import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import {
  pictureFiles,
  readPicture,
} from "../../lib/browser/playground/pictures.ts";
import type { Picture } from "../../lib/browser/playground/turns.ts";
import { showToast } from "../../lib/browser/toasts.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { Button } from "../Button.tsx";
import { Image, Send, Square, X } from "../icons.ts";
import { Dictation } from "./Dictation.tsx";
import type { PlayWords } from "./words.ts";
import type { ApiSend } from "../../lib/browser/playground/ask_model.ts";

export interface ComposerProps {
  words: PlayWords;
  isRunning: boolean;
  /** True when nothing can be sent, as there is no model. */
  isIdle: boolean;
  onSend: (text: string, pictures: Picture[]) => void;
  onStop: () => void;
  /** Edits what was said last. */
  onEditLast: () => void;
  /** With both, what is said into the microphone is written down. */
  send?: ApiSend;
  transcriber?: string | undefined;
}

/** Most of the window's height that what is written takes. */
const MAX_SHARE = 0.4;

/** Longer texts are as high as may be; to measure them would take too long. */
const MAX_MEASURED = 10_000;

/** Where messages are written; pictures come by button, paste or drop. */
export function Composer(props: ComposerProps) {
  const { words, isRunning, isIdle, onSend, onStop, onEditLast } = props;
  const { chat } = words.play;
  const text = useSignal("");
  const pictures = useSignal<Picture[]>([]);
  const isOver = useSignal(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const chooser = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const { current } = area;
    if (current === null) return;
    if (text.value.length > MAX_MEASURED) {
      current.style.height = `${innerHeight * MAX_SHARE}px`;
      return;
    }
    current.style.height = "auto";
    const border = current.offsetHeight - current.clientHeight;
    current.style.height = `${
      Math.min(current.scrollHeight + border, innerHeight * MAX_SHARE)
    }px`;
  }, [text.value]);

  async function add(files: File[]) {
    for (const file of files) {
      const picture = await readPicture(file);
      if (picture !== null) pictures.value = [...pictures.value, picture];
      else {
        const name = file.name;
        showToast({ text: fill(chat.badPicture, { name }), tone: "bad" });
      }
    }
  }

  function submit() {
    const isEmpty = text.value.trim() === "" && pictures.value.length === 0;
    if (isRunning || isIdle || isEmpty) return;
    onSend(text.value, pictures.value);
    text.value = "";
    pictures.value = [];
  }

  function press(event: KeyboardEvent) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    } else if (event.key === "ArrowUp" && text.value === "") {
      event.preventDefault();
      onEditLast();
    }
  }

  return (
    <form
      class={isOver.value ? "composer over" : "composer"}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onDragOver={(event) => {
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        isOver.value = true;
      }}
      onDragLeave={() => isOver.value = false}
      onDrop={(event) => {
        event.preventDefault();
        isOver.value = false;
        void add(pictureFiles(event.dataTransfer?.files ?? []));
      }}
    >
      {pictures.value.length > 0 && (
        <ul class="plain pictures">
          {pictures.value.map(({ url, name }, at) => (
            <li key={at}>
              <img src={url} alt={name || chat.picture} />
              <Button
                size="s"
                icon={X}
                label={fill(chat.removePicture, { name: name || chat.picture })}
                onClick={() =>
                  pictures.value = pictures.value.filter((_, n) => n !== at)}
              />
            </li>
          ))}
        </ul>
      )}
      <textarea
        ref={area}
        class="input"
        rows={1}
        dir="auto"
        aria-label={chat.message}
        aria-describedby="composer-keys"
        placeholder={isOver.value ? chat.dropHere : chat.placeholder}
        value={text.value}
        onInput={(event) => text.value = event.currentTarget.value}
        onKeyDown={press}
        onPaste={(event) => {
          const files = pictureFiles(event.clipboardData?.files ?? []);
          if (files.length === 0) return;
          event.preventDefault();
          void add(files);
        }}
      />
      <div class="composer-foot">
        <input
          ref={chooser}
          type="file"
          accept="image/*"
          multiple
          hidden
          onChange={(event) => {
            void add([...event.currentTarget.files ?? []]);
            event.currentTarget.value = "";
          }}
        />
        <Button
          tone="plain"
          icon={Image}
          label={chat.attach}
          onClick={() => chooser.current?.click()}
        />
        {props.send && props.transcriber && (
          <Dictation
            send={props.send}
            model={props.transcriber}
            words={words}
            onText={(heard) => {
              text.value = [text.value, heard].filter(Boolean).join(" ");
              area.current?.focus();
            }}
          />
        )}
        <span class="hint keys" id="composer-keys">{chat.keys}</span>
        {isRunning
          ? (
            <Button tone="normal" icon={Square} onClick={onStop}>
              {chat.stop}
            </Button>
          )
          : (
            <Button
              type="submit"
              tone="primary"
              icon={Send}
              disabled={isIdle ||
                (text.value.trim() === "" && pictures.value.length === 0)}
            >
              {chat.send}
            </Button>
          )}
      </div>
    </form>
  );
}
