import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type {
  Conversation,
  ShownTurn,
} from "../../lib/browser/guest/conversation.ts";
import type { GuestWords } from "../../islands/Guest.tsx";
import { Button } from "../Button.tsx";
import { CopyButton } from "../CopyButton.tsx";
import { SelectField, TextArea } from "../Field.tsx";
import { RotateCcw, Send, Square } from "../icons.ts";
import { Notice } from "../Notice.tsx";

export interface GuestChatProps {
  conversation: Conversation;
  models: readonly { id: string; name: string }[];
  words: GuestWords;
  onSend: (model: string, text: string) => Promise<void>;
  meter: ComponentChildren;
}

/** A chat with one model; answers are shown as the text they are. */
export function GuestChat(props: GuestChatProps) {
  const { conversation, models, words, onSend } = props;
  const model = useSignal(models[0]?.id ?? "");
  const text = useSignal("");
  const form = useRef<HTMLFormElement>(null);
  const isAnswering = conversation.isAnswering.value;

  function submit(event: Event) {
    event.preventDefault();
    const asked = text.value.trim();
    if (asked === "" || isAnswering) return;
    text.value = "";
    onSend(model.value, asked);
  }

  function onKeyDown(event: KeyboardEvent) {
    // Enter also ends what an input method composes.
    const isSending = event.key === "Enter" && !event.shiftKey &&
      !event.isComposing;
    if (isSending) submit(event);
  }

  if (models.length === 0) return <Notice tone="fair">{words.noModels}</Notice>;
  return (
    <div class="guest-chat">
      <div class="guest-top">
        <SelectField
          id="guest-model"
          label={words.model}
          options={models.map(({ id, name }) => ({ value: id, label: name }))}
          value={model.value}
          onChange={(event) => model.value = event.currentTarget.value}
        />
        {props.meter}
      </div>
      <Turns conversation={conversation} words={words} model={model.value} />
      <form ref={form} class="guest-form" onSubmit={submit}>
        <TextArea
          id="guest-prompt"
          label={words.prompt}
          hint={words.promptHint}
          rows={3}
          value={text.value}
          onInput={(event) => text.value = event.currentTarget.value}
          onKeyDown={onKeyDown}
        />
        <div class="cluster guest-buttons">
          <Button
            tone="plain"
            icon={RotateCcw}
            disabled={conversation.turns.value.length === 0}
            onClick={() => conversation.clear()}
          >
            {words.clear}
          </Button>
          {isAnswering
            ? (
              <Button icon={Square} onClick={() => conversation.stop()}>
                {words.stop}
              </Button>
            )
            : (
              <Button type="submit" tone="primary" icon={Send}>
                {words.send}
              </Button>
            )}
        </div>
      </form>
    </div>
  );
}

interface TurnsProps {
  conversation: Conversation;
  words: GuestWords;
  model: string;
}

function Turns({ conversation, words, model }: TurnsProps) {
  const turns = conversation.turns.value;
  const log = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = log;
    if (current !== null) current.scrollTop = current.scrollHeight;
  }, [turns]);
  return (
    <div
      ref={log}
      class="guest-log"
      role="log"
      aria-label={words.conversation}
      aria-busy={conversation.isAnswering.value}
      tabindex={0}
    >
      {turns.length === 0 && <p class="quiet">{words.empty}</p>}
      {turns.map((turn, index) => (
        <TurnView key={index} turn={turn} words={words} model={model} />
      ))}
    </div>
  );
}

function TurnView(
  { turn, words, model }: { turn: ShownTurn; words: GuestWords; model: string },
) {
  const { role, content, fault } = turn;
  const isWaiting = role === "assistant" && content === "" && !fault;
  return (
    <article class={`turn ${role}`}>
      <div class="turn-head small quiet">
        <span>{role === "user" ? words.you : model}</span>
        {role === "assistant" && content !== "" && (
          <CopyButton text={content} words={words} tone="plain" isIcon />
        )}
      </div>
      {isWaiting
        ? <p class="quiet">{words.thinking}</p>
        : <p class="turn-text" dir="auto">{content}</p>}
      {fault && <p class="error-text" role="alert">{fault}</p>}
    </article>
  );
}
