import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { Benches } from "../components/playground/Benches.tsx";
import { ChatBench } from "../components/playground/ChatBench.tsx";
import type { PlayWords } from "../components/playground/words.ts";
import { Notice } from "../components/Notice.tsx";
import { Skeleton } from "../components/Skeleton.tsx";
import { learnRequest } from "../lib/browser/playground/learn_request.ts";
import { loadModels } from "../lib/browser/playground/load_models.ts";
import type { Bench } from "../lib/browser/playground/models.ts";
import { openRequest } from "../lib/browser/playground/open_request.ts";
import { Playground } from "../lib/browser/playground/playground.ts";
import { sendWithSession } from "../lib/browser/playground/send.ts";
import { showToast } from "../lib/browser/toasts.ts";
import { fill } from "../lib/i18n/fill.ts";

export interface PlaygroundBoardProps {
  words: PlayWords;
  /** Where clients reach the API. */
  baseUrl: string;
  /** Names of accounts by their ids. */
  accounts: Record<string, string>;
  /** A recorded request to go on from. */
  requestId: string | null;
}

/** How much of an answer a screen reader is told at once. */
const MAX_TOLD = 500;

/** The playground: what to make, and the bench to make it on. */
export function PlaygroundBoard(props: PlaygroundBoardProps) {
  const { words, accounts } = props;
  const bench = useSignal<Bench>("chat");
  const told = useSignal("");
  const notice = useSignal("");
  const isReady = useSignal(false);
  const playground = useMemo(() =>
    new Playground({
      send: sendWithSession,
      learn: (id) => learnRequest(id, { language: words.language, accounts }),
      onEnd: ({ model, text }) =>
        told.value = fill(words.play.chat.finished, {
          model,
          text: text.slice(0, MAX_TOLD),
        }),
      onUnkept: () => showToast({ text: words.play.chat.notKept, tone: "bad" }),
    }), []);

  useEffect(() => {
    const end = playground.start();
    void begin();
    return end;
  }, []);

  async function begin() {
    const models = loadModels(sendWithSession);
    if (props.requestId === null) await playground.resume();
    else {
      notice.value = words.play.opened.loading;
      const opened = await openRequest(props.requestId);
      notice.value = opened.notice === null
        ? ""
        : words.play.opened[opened.notice];
      await playground.listOnly();
      if (opened.conversation) playground.startNew(opened.conversation);
      history.replaceState(null, "", location.pathname);
    }
    isReady.value = true;
    const loaded = await models;
    if (loaded.ok) playground.setModels(loaded.models);
    else notice.value = words.play.chat.faults.unreachable;
  }

  return (
    <div class="play">
      <div class="segments benches" role="group" aria-label={words.play.bench}>
        {(Object.keys(words.play.benches) as Bench[]).map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={bench.value === name}
            onClick={() => bench.value = name}
          >
            {words.play.benches[name]}
          </button>
        ))}
      </div>
      {notice.value !== "" && <Notice>{notice.value}</Notice>}
      {!isReady.value
        ? <Skeleton shape="block" label={words.common.loading} />
        : bench.value === "chat"
        ? (
          <ChatBench
            playground={playground}
            send={sendWithSession}
            baseUrl={props.baseUrl}
            words={words}
          />
        )
        : (
          <Benches
            bench={bench.value}
            models={playground.models.value}
            send={sendWithSession}
            baseUrl={props.baseUrl}
            words={words}
          />
        )}
      <div class="visually-hidden" role="status" aria-live="polite">
        {told.value}
      </div>
    </div>
  );
}
