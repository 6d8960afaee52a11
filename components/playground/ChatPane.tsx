import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import type { ApiSend } from "../../lib/browser/playground/ask_model.ts";
import type { ChatLane } from "../../lib/browser/playground/chat_lane.ts";
import { keepAtEnd } from "../../lib/browser/playground/keep_at_end.ts";
import {
  type ListedModel,
  modelsFor,
} from "../../lib/browser/playground/models.ts";
import { pathOf } from "../../lib/browser/playground/tree.ts";
import { Button } from "../Button.tsx";
import { EmptyState } from "../EmptyState.tsx";
import { MessagesSquare } from "../icons.ts";
import { Composer } from "./Composer.tsx";
import { ModelPicker } from "./ModelPicker.tsx";
import { Transcript, type TurnActions } from "./Transcript.tsx";
import type { PlayWords } from "./words.ts";

export interface ChatPaneProps extends TurnActions {
  /** One, or two side by side. */
  lanes: readonly ChatLane[];
  /** All models that can be called; null while they are asked for. */
  models: readonly ListedModel[] | null;
  words: PlayWords;
  send: ApiSend;
  onChooseModel?: (lane: ChatLane, model: string) => void;
  /** True where records of requests can be opened. */
  hasRecords?: boolean;
  /** Beside the choice of models. */
  tools?: ComponentChildren;
  /** In place of the conversation, when there is no model. */
  withoutModels?: ComponentChildren;
}

/**
 * A chat: models, what was said, and where to write. It knows neither sessions
 * nor records: whoever gives the lanes decides how they reach the API.
 */
export function ChatPane(props: ChatPaneProps) {
  const { lanes, models, words } = props;
  const editing = useSignal<string | null>(null);
  /** The lane that a phone shows. */
  const shown = useSignal(0);
  useEndKept(lanes);
  const isRunning = lanes.some((lane) => lane.isRunning);
  const chatModels = modelsFor("chat", models ?? []);
  const [transcriber] = modelsFor("transcription", models ?? []);
  const stop = () => lanes.forEach((lane) => lane.stop());
  useEscape(isRunning ? stop : null);
  function send(text: string, pictures: Parameters<ChatLane["ask"]>[1]) {
    scrollTo({ top: document.documentElement.scrollHeight });
    for (const lane of lanes) void lane.ask(text, pictures);
  }

  function editLast() {
    const [lane] = lanes;
    if (lane === undefined || lane.isRunning) return;
    const path = pathOf(lane.tree.value);
    editing.value = path.findLast(({ turn }) => turn.kind === "user")?.id ??
      null;
  }

  if (models !== null && chatModels.length === 0 && props.withoutModels) {
    return <>{props.withoutModels}</>;
  }
  return (
    <div class="chat">
      {props.tools && <div class="chat-tools">{props.tools}</div>}
      {lanes.length > 1 && (
        <div
          class="segments lane-tabs"
          role="group"
          aria-label={words.play.models.model}
        >
          {lanes.map((lane, at) => (
            <button
              key={at}
              type="button"
              aria-pressed={at === shown.value}
              onClick={() => shown.value = at}
            >
              <span class="truncate">{lane.model.value}</span>
            </button>
          ))}
        </div>
      )}
      <div class={lanes.length > 1 ? "lanes two" : "lanes"}>
        {lanes.map((lane, at) => (
          <section
            key={at}
            class={at === shown.value || lanes.length === 1
              ? "lane"
              : "lane away"}
          >
            <div class="lane-head">
              <ModelPicker
                id={`models-${at}`}
                models={chatModels}
                model={lane.model.value}
                onChoose={(model) => {
                  if (props.onChooseModel) props.onChooseModel(lane, model);
                  else lane.model.value = model;
                }}
                words={words}
              />
            </div>
            {pathOf(lane.tree.value).length === 0
              ? <Welcome words={words} onStart={(text) => send(text, [])} />
              : (
                <Transcript
                  lane={lane}
                  words={words}
                  editing={editing.value}
                  onEdit={(id) => editing.value = id}
                  hasRecords={props.hasRecords ?? false}
                  onInspect={props.onInspect}
                  onBranchOff={props.onBranchOff}
                />
              )}
          </section>
        ))}
      </div>
      <Composer
        words={words}
        isRunning={isRunning}
        isIdle={lanes.every((lane) => lane.model.value === "")}
        onSend={send}
        onStop={stop}
        onEditLast={editLast}
        send={props.send}
        transcriber={transcriber?.id}
      />
    </div>
  );
}

function Welcome(
  { words, onStart }: { words: PlayWords; onStart: (text: string) => void },
) {
  const { chat } = words.play;
  return (
    <EmptyState
      icon={MessagesSquare}
      title={chat.emptyTitle}
      action={
        <>
          {chat.starters.map((text) => (
            <Button
              key={text}
              size="s"
              onClick={() => onStart(text)}
            >
              {text}
            </Button>
          ))}
        </>
      }
    >
      {chat.empty}
    </EmptyState>
  );
}

/** Escape acts wherever the focus is, unless a dialog is open. */
function useEscape(act: (() => void) | null): void {
  useEffect(() => {
    if (act === null) return;
    const press = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      if (document.querySelector("dialog[open]") === null) act();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [act === null]);
}

/** Whoever reads at the end goes along as answers grow. */
function useEndKept(lanes: readonly ChatLane[]): void {
  useEffect(() => {
    const isGrowing = () => lanes.some((lane) => lane.live.peek() !== null);
    return keepAtEnd(isGrowing);
  }, [lanes]);
}
