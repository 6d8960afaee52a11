import type { ReadonlySignal } from "@preact/signals";
import type { TailState } from "../../lib/browser/requests/tail.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { formatNumber } from "../../lib/i18n/format.ts";
import { Button } from "../Button.tsx";
import { ConfirmButton } from "../ConfirmButton.tsx";
import { ArrowUp, Pause, Play, Trash2 } from "../icons.ts";
import type { Telling } from "./words.ts";

export interface LogBarProps extends Telling {
  state: TailState | "stopped";
  /** Changes often, so that this bar alone reads it. */
  waiting: ReadonlySignal<number>;
  isFiltered: boolean;
  onPause: () => void;
  onNewest: () => void;
  onDelete: () => Promise<void>;
}

/** Whether the list is live, what waits, and what can be done with it all. */
export function LogBar(props: LogBarProps) {
  const { state, words: { requests, common } } = props;
  const waiting = props.waiting.value;
  const isStopped = state === "stopped";
  return (
    <div class="log-bar">
      <span class={`live-dot ${state === "live" ? "" : "stopped"}`}>
        {requests.states[state]}
      </span>
      <Button
        size="s"
        icon={isStopped ? Play : Pause}
        aria-pressed={isStopped ? "true" : "false"}
        onClick={props.onPause}
      >
        {isStopped ? requests.resume : requests.pause}
      </Button>
      {waiting > 0 && (
        <Button size="s" tone="primary" icon={ArrowUp} onClick={props.onNewest}>
          <Waiting {...props} n={waiting} />
        </Button>
      )}
      <span class="log-bar-end">
        <details class="log-keys">
          <summary class="small quiet">{requests.keysTitle}</summary>
          <p class="card small">{requests.keys}</p>
        </details>
        <ConfirmButton
          id="delete-all"
          size="s"
          icon={Trash2}
          tone="danger-plain"
          title={requests.deleteTitle}
          question={props.isFiltered
            ? requests.deleteFiltered
            : requests.deleteAll}
          confirmLabel={requests.deleteConfirm}
          cancelLabel={common.cancel}
          onConfirm={props.onDelete}
        >
          {requests.delete}
        </ConfirmButton>
      </span>
    </div>
  );
}

function Waiting(
  { n, words: { requests }, language }: Telling & { n: number },
) {
  return (
    <>
      {n === 1
        ? requests.waitingOne
        : fill(requests.waiting, { n: formatNumber(n, language) })}
    </>
  );
}
