import type { ExplainedRequest } from "../../lib/browser/api_types.ts";
import {
  type Stretch,
  timelineOf,
} from "../../lib/browser/requests/timeline.ts";
import type { RequestRecord } from "../../lib/store/requests/record.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { formatDuration } from "../../lib/i18n/format.ts";
import { Badge } from "../Badge.tsx";
import { CircleCheck, CircleX } from "../icons.ts";
import { accountName, type Telling, wordFor } from "./words.ts";

export interface TimelineProps extends Telling {
  record: ExplainedRequest;
}

/**
 * A request over time: each step is a bar and says the same in words beside it.
 */
export function Timeline({ record, ...telling }: TimelineProps) {
  const { requests } = telling.words;
  const line = timelineOf(record as unknown as RequestRecord);
  const time = (ms: number) => formatDuration(ms, telling.language);
  return (
    <ol class="plain timeline" aria-label={requests.timeline}>
      {line.stretches.map((stretch, n) => (
        <li key={n} class={`lane ${looksOf(stretch)}`}>
          <div class="lane-head">
            <strong>{nameOf(stretch, telling)}</strong>
            <span class="number quiet">
              {fill(requests.span, {
                from: time(stretch.from),
                to: time(stretch.to),
              })}
            </span>
          </div>
          <Bar stretch={stretch} firstMs={line.firstMs} endMs={line.endMs} />
          {stretch.kind === "attempt" && (
            <AttemptFacts stretch={stretch} {...telling} />
          )}
        </li>
      ))}
      <li class="lane marks">
        <div class="lane-head">
          {line.firstMs !== null && (
            <span>
              <span class="mark-first" aria-hidden="true">┆</span>{" "}
              {requests.first}{" "}
              <span class="number quiet">{time(line.firstMs)}</span>
            </span>
          )}
          <span>
            {requests.ended}{" "}
            <span class="number quiet">{time(record.durationMs)}</span>
          </span>
        </div>
      </li>
    </ol>
  );
}

interface BarProps {
  stretch: Stretch;
  firstMs: number | null;
  endMs: number;
}

/** Narrower bars, in per cent, would not be seen. */
const LEAST = 0.6;

function Bar({ stretch, firstMs, endMs }: BarProps) {
  const at = (ms: number) => ms / endMs * 100;
  const width = Math.max(LEAST, at(stretch.to) - at(stretch.from));
  const x = Math.min(at(stretch.from), 100 - width);
  return (
    <svg class="lane-bar" width="100%" height="16" aria-hidden="true">
      <rect class="track" y="2" width="100%" height="12" rx="3" />
      <rect
        class="fill"
        x={`${x}%`}
        y="2"
        width={`${width}%`}
        height="12"
        rx="3"
      />
      {firstMs !== null && (
        <line
          class="first"
          x1={`${at(firstMs)}%`}
          x2={`${at(firstMs)}%`}
          y1="0"
          y2="16"
        />
      )}
    </svg>
  );
}

function looksOf(stretch: Stretch): string {
  if (stretch.kind !== "attempt") return stretch.kind;
  return stretch.attempt.code === null ? "served" : "failed";
}

function nameOf(stretch: Stretch, { words, names }: Telling): string {
  const { requests } = words;
  if (stretch.kind !== "attempt") return requests[stretch.kind];
  const { attempt, index } = stretch;
  const name = fill(requests.attempt, { i: index + 1 });
  const model = attempt.model === undefined ? "" : ` · ${attempt.model}`;
  return attempt.accountId === ""
    ? name + model
    : `${name} · ${accountName(names, attempt.accountId)}${model}`;
}

/** What came of a call, whose fault it was, and what was done about it. */
function AttemptFacts(
  { stretch, words }: Telling & {
    stretch: Extract<Stretch, { kind: "attempt" }>;
  },
) {
  const { requests, traces } = words;
  const { status, code, blame, effect, next } = stretch.attempt;
  if (code === null) {
    return (
      <Badge tone="good" icon={CircleCheck}>
        {requests.served}
        {status > 0 && ` · ${status}`}
      </Badge>
    );
  }
  return (
    <div class="cluster small">
      <Badge tone="bad" icon={CircleX}>
        {status === 0 ? requests.noStatus : status} · {code}
      </Badge>
      {blame && (
        <span>
          <span class="quiet">{requests.blame}:</span>{" "}
          {wordFor(requests.blames, blame)}
        </span>
      )}
      {effect && Object.hasOwn(traces.effect, effect) && (
        <span class="quiet">{wordFor(traces.effect, effect)}</span>
      )}
      {next && <span class="quiet">{wordFor(traces.next, next)}</span>}
    </div>
  );
}
