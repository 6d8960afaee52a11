import type { RequestRow } from "../../lib/cockpit/request_row.ts";
import { fill } from "../../lib/i18n/fill.ts";
import {
  formatCount,
  formatDuration,
  formatMoney,
} from "../../lib/i18n/format.ts";
import { Badge, type Tone } from "../Badge.tsx";
import { CircleCheck, CircleX, LogOut } from "../icons.ts";
import { RelativeTime } from "../RelativeTime.tsx";
import { accountName, keyNameOf, type Telling, wordFor } from "./words.ts";

export interface RequestLineProps extends Telling {
  row: RequestRow;
  /** Where the details are without a script. */
  href: string;
  isActive: boolean;
  /** Place from the newest, beginning with 1. */
  index: number;
}

const ENDS = {
  ok: { tone: "good", icon: CircleCheck },
  failed: { tone: "bad", icon: CircleX },
  cancelled: { tone: "neutral", icon: LogOut },
} satisfies Record<string, { tone: Tone; icon: typeof CircleX }>;

/** How a request ended, with its status and whose fault it was. */
export function Ending(
  { row, words }: { row: RequestRow; words: Telling["words"]["requests"] },
) {
  const { outcome, status, blame, code } = row;
  return (
    <Badge {...ENDS[outcome]} title={code ?? words.outcomes[outcome]}>
      <span class="visually-hidden">{words.outcomes[outcome]}</span>
      {status}
      {blame && outcome === "failed" && ` · ${wordFor(words.blames, blame)}`}
    </Badge>
  );
}

/** One request of the list. */
export function RequestLine(props: RequestLineProps) {
  const { row, href, isActive, index, language, words, names } = props;
  const { requests } = words;
  const { servedModel, accountId, promptTokens, completionTokens } = row;
  const isServedByOther = servedModel !== undefined &&
    servedModel !== row.model;
  return (
    <tr
      role="row"
      id={`row-${row.id}`}
      data-id={row.id}
      aria-rowindex={index + 1}
      aria-selected={isActive ? "true" : "false"}
      class={isActive ? "active" : undefined}
    >
      <td role="gridcell" class="c-time">
        <a href={href} tabindex={-1}>
          <RelativeTime at={row.at} language={language} />
        </a>
      </td>
      <td role="gridcell" class="c-end">
        <Ending row={row} words={requests} />
      </td>
      <td
        role="gridcell"
        class="c-model truncate"
        title={isServedByOther ? `${row.model} → ${servedModel}` : row.model}
      >
        {row.model || "–"}
        {isServedByOther && <span class="faint">→ {servedModel}</span>}
      </td>
      <td role="gridcell" class="c-key truncate">{keyNameOf(props, row)}</td>
      <td role="gridcell" class="c-account truncate">
        {accountId === undefined
          ? "–"
          : row.upstream === "puter"
          ? accountName(names, accountId)
          : requests.upstreams[row.upstream]}
        {row.attempts > 1 && (
          <span class="faint">{fill(requests.calls, { n: row.attempts })}</span>
        )}
      </td>
      <td role="gridcell" class="c-surface truncate">
        {wordFor(words.surfaces, row.surface)}
      </td>
      <td role="gridcell" class="c-tokens number end">
        {promptTokens === undefined && completionTokens === undefined
          ? "–"
          : fill(requests.inAndOut, {
            in: formatCount(promptTokens ?? 0, language),
            out: formatCount(completionTokens ?? 0, language),
          })}
      </td>
      <td role="gridcell" class="c-cost number end">
        {row.costMicroCents === undefined
          ? "–"
          : formatMoney(row.costMicroCents, language)}
      </td>
      <td role="gridcell" class="c-ttft number end">
        {row.ttftMs === undefined ? "–" : formatDuration(row.ttftMs, language)}
      </td>
      <td role="gridcell" class="c-duration number end">
        {formatDuration(row.durationMs, language)}
      </td>
    </tr>
  );
}

/** Holds the place of a request that is on its way. */
export function BlankLine({ index }: { index: number }) {
  return (
    <tr role="row" aria-rowindex={index + 1} class="blank">
      <td role="gridcell" class="c-time">
        <span class="skeleton" />
      </td>
      <td role="gridcell" class="c-model">
        <span class="skeleton half" />
      </td>
    </tr>
  );
}

const COLUMNS = [
  ["time", "time"],
  ["end", "outcome"],
  ["model", "model"],
  ["key", "key"],
  ["account", "account"],
  ["surface", "surface"],
  ["tokens", "tokens"],
  ["cost", "cost"],
  ["ttft", "ttft"],
  ["duration", "duration"],
] as const;

const NUMBERS: readonly string[] = ["tokens", "cost", "ttft", "duration"];

/** What the columns show. */
export function RequestHead(
  { words }: { words: Telling["words"]["requests"] },
) {
  return (
    <thead role="rowgroup">
      <tr role="row" aria-rowindex={1}>
        {COLUMNS.map(([name, word]) => (
          <th
            key={name}
            role="columnheader"
            scope="col"
            class={`c-${name}${NUMBERS.includes(name) ? " end" : ""}`}
          >
            {words[word]}
          </th>
        ))}
      </tr>
    </thead>
  );
}
