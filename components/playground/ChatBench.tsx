import { useSignal } from "@preact/signals";
import { chatBody } from "../../lib/browser/playground/chat_request.ts";
import { countSettings } from "../../lib/browser/playground/chat_settings.ts";
import type { ApiSend } from "../../lib/browser/playground/ask_model.ts";
import type { ChatLane } from "../../lib/browser/playground/chat_lane.ts";
import { Exchange } from "../../lib/browser/playground/exchange.ts";
import type { Playground } from "../../lib/browser/playground/playground.ts";
import { pathOf, pathTo } from "../../lib/browser/playground/tree.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { Button, LinkButton } from "../Button.tsx";
import { Drawer } from "../Dialog.tsx";
import { EmptyState } from "../EmptyState.tsx";
import {
  FileText,
  GitBranch,
  History,
  Plug,
  Plus,
  SlidersHorizontal,
} from "../icons.ts";
import { ChatPane } from "./ChatPane.tsx";
import { ConversationList } from "./ConversationList.tsx";
import { ExchangeDrawer, type Inspected } from "./ExchangeDrawer.tsx";
import { SettingsDrawer } from "./SettingsDrawer.tsx";
import type { PlayWords } from "./words.ts";

export interface ChatBenchProps {
  playground: Playground;
  send: ApiSend;
  baseUrl: string;
  words: PlayWords;
}

/** The chat of the owner: conversations, settings, and what is sent. */
export function ChatBench(props: ChatBenchProps) {
  const { playground, words } = props;
  const panel = useSignal<"settings" | "conversations" | null>(null);
  const inspected = useSignal<Inspected | null>(null);
  const close = () => panel.value = null;

  function inspect(lane: ChatLane, id: string | null) {
    const kept = id === null ? undefined : lane.exchanges.get(id);
    inspected.value = kept
      ? { exchange: kept, isNext: false }
      : { exchange: requestOf(playground, lane, id), isNext: true };
  }

  return (
    <div class="chat-bench">
      <aside class="side-list" aria-label={words.play.chat.conversations}>
        <ConversationList id="list" playground={playground} words={words} />
      </aside>
      <ChatPane
        lanes={playground.lanes.value}
        models={playground.models.value}
        words={words}
        send={props.send}
        hasRecords
        onChooseModel={(lane, model) => playground.chooseModel(lane, model)}
        onInspect={inspect}
        onBranchOff={(lane, id) => playground.branchOff(lane, id)}
        tools={
          <ChatTools
            {...props}
            onPanel={(name) => panel.value = name}
            onInspect={(lane) => inspect(lane, null)}
          />
        }
        withoutModels={<WithoutModels words={words} />}
      />
      <SettingsDrawer
        isOpen={panel.value === "settings"}
        onClose={close}
        settings={playground.settings.value}
        onChange={(changes) => playground.changeSettings(changes)}
        words={words}
      />
      <Drawer
        id="conversations"
        isOpen={panel.value === "conversations"}
        onClose={close}
        title={words.play.chat.conversations}
        closeLabel={words.common.close}
      >
        <ConversationList
          id="drawer"
          playground={playground}
          words={words}
          onDone={close}
        />
      </Drawer>
      <ExchangeDrawer
        inspected={inspected.value}
        onClose={() => inspected.value = null}
        baseUrl={props.baseUrl}
        words={words}
      />
    </div>
  );
}

function ChatTools(
  { playground, words, onPanel, onInspect }: ChatBenchProps & {
    onPanel: (name: "settings" | "conversations") => void;
    onInspect: (lane: ChatLane) => void;
  },
) {
  const { chat } = words.play;
  const count = countSettings(playground.settings.value);
  const lanes = playground.lanes.value;
  const [lane] = lanes;
  return (
    <>
      <span class="narrow-only">
        <Button
          size="s"
          icon={History}
          onClick={() => onPanel("conversations")}
        >
          {chat.conversations}
        </Button>
        <Button
          size="s"
          icon={Plus}
          label={chat.new}
          onClick={() => {
            void playground.saveNow();
            playground.startNew();
          }}
        />
      </span>
      <Button
        size="s"
        icon={SlidersHorizontal}
        onClick={() => onPanel("settings")}
      >
        {count === 0 ? chat.settings : fill(chat.settingsCount, { n: count })}
      </Button>
      <Button
        size="s"
        icon={GitBranch}
        aria-pressed={lanes.length > 1}
        onClick={() => playground.toggleSecond()}
      >
        {lanes.length > 1 ? chat.single : chat.compare}
      </Button>
      {lane && (
        <Button size="s" icon={FileText} onClick={() => onInspect(lane)}>
          {chat.code}
        </Button>
      )}
    </>
  );
}

function WithoutModels({ words }: { words: PlayWords }) {
  const { chat } = words.play;
  return (
    <EmptyState
      icon={Plug}
      title={chat.noModels}
      action={
        <LinkButton href="/accounts" tone="primary">
          {chat.connectAccount}
        </LinkButton>
      }
    >
      {chat.noModelsHelp}
    </EmptyState>
  );
}

/** The request of an answer that came before the page was opened, or the next. */
function requestOf(
  playground: Playground,
  lane: ChatLane,
  id: string | null,
): Exchange {
  const tree = lane.snapshot;
  const path = id === null ? pathOf(tree) : pathTo(tree, id).slice(0, -1);
  return new Exchange(
    "/v1/chat/completions",
    chatBody(path.map(({ turn }) => turn), {
      model: lane.model.value,
      settings: playground.settings.value,
    }),
  );
}
