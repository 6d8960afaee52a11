import { useSignal } from "@preact/signals";
import type { Exchange } from "../../lib/browser/playground/exchange.ts";
import {
  shortened,
  snippet,
  type SnippetLanguage,
} from "../../lib/browser/playground/snippets.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { CodeBlock } from "../CodeBlock.tsx";
import { Drawer } from "../Dialog.tsx";
import { Tabs } from "../Tabs.tsx";
import type { PlayWords } from "./words.ts";

/** What is shown of a call: all that went over the wire, or what would. */
export interface Inspected {
  exchange: Exchange;
  /** True for a call that was not made yet. */
  isNext: boolean;
}

export interface ExchangeDrawerProps {
  inspected: Inspected | null;
  onClose: () => void;
  baseUrl: string;
  words: PlayWords;
}

type View = keyof PlayWords["play"]["exchange"]["tabs"];

/** A call as it went over the wire, and as code. */
export function ExchangeDrawer(props: ExchangeDrawerProps) {
  const { inspected, onClose, words } = props;
  const view = useSignal<View>("request");
  const { exchange: texts } = words.play;
  const tabs = (Object.keys(texts.tabs) as View[])
    .filter((id) => id !== "events" || inspected?.isNext === false)
    .map((id) => ({ id, label: texts.tabs[id] }));
  const current = tabs.some(({ id }) => id === view.value)
    ? view.value
    : "request";
  return (
    <Drawer
      id="exchange"
      isOpen={inspected !== null}
      onClose={onClose}
      title={texts.title}
      closeLabel={words.common.close}
    >
      {inspected && (
        <Tabs
          id="exchange-tabs"
          label={texts.title}
          tabs={tabs}
          current={current}
          onChange={(id) => view.value = id as View}
        >
          <div class="stack exchange">
            {inspected.isNext && <p class="hint">{texts.nextRequest}</p>}
            <ExchangeView {...props} inspected={inspected} view={current} />
          </div>
        </Tabs>
      )}
    </Drawer>
  );
}

function ExchangeView(
  { inspected, baseUrl, words, view }:
    & ExchangeDrawerProps
    & { inspected: Inspected; view: View },
) {
  const { exchange } = inspected;
  const { exchange: texts } = words.play;
  if (view === "request") {
    return (
      <>
        <p class="mono">POST {exchange.path}</p>
        <Code
          text={JSON.stringify(exchange.request, null, 2)}
          label={texts.tabs.request}
          words={words}
        />
      </>
    );
  }
  if (view === "events") return <Events exchange={exchange} words={words} />;
  const code = snippet(view as SnippetLanguage, {
    baseUrl,
    path: exchange.path.replace(/^\/v1/, ""),
    body: exchange.request,
  });
  return (
    <>
      <Code text={code} label={texts.tabs[view]} words={words} />
      <p class="hint">{texts.keyHint}</p>
    </>
  );
}

function Events(
  { exchange, words }: { exchange: Exchange; words: PlayWords },
) {
  const { exchange: texts } = words.play;
  const { status, headers, events, missed } = exchange;
  return (
    <>
      <p class="mono">HTTP {status}</p>
      <details>
        <summary>{texts.headers}</summary>
        <dl class="facts">
          {headers.map(([name, value]) => [
            <dt key={name} class="mono">{name}</dt>,
            <dd key={`${name}-value`} class="mono">{value}</dd>,
          ])}
        </dl>
      </details>
      <Code text={events.join("\n")} label={texts.event} words={words} />
      {missed > 0 && <p class="hint">{fill(texts.missed, { n: missed })}</p>}
    </>
  );
}

function Code(
  { text, label, words }: { text: string; label: string; words: PlayWords },
) {
  return (
    <CodeBlock
      code={shortened(text)}
      copyText={text}
      label={label}
      words={words.common}
      wraps
    />
  );
}
