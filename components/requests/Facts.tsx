import type { ComponentChildren } from "preact";
import type { ExplainedRequest } from "../../lib/browser/api_types.ts";
import { speedOf } from "../../lib/browser/requests/speed.ts";
import { fill } from "../../lib/i18n/fill.ts";
import {
  formatDuration,
  formatMoney,
  formatNumber,
  formatTime,
} from "../../lib/i18n/format.ts";
import { accountName, keyNameOf, type Telling, wordFor } from "./words.ts";

export interface FactsProps extends Telling {
  record: ExplainedRequest;
  /** Undefined for the zone of the reader. */
  zone?: string;
}

/** All that is known of a request, in words and numbers. */
export function Facts(props: FactsProps) {
  const { requests } = props.words;
  return (
    <dl class="facts">
      {factsOf(props).map(([name, value]) => (
        <Fact key={name} name={name} value={value} none={requests.notTold} />
      ))}
    </dl>
  );
}

function Fact(
  { name, value, none }: {
    name: string;
    value: ComponentChildren;
    none: string;
  },
) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value ?? <span class="faint">{none}</span>}</dd>
    </>
  );
}

function factsOf(props: FactsProps): [string, ComponentChildren][] {
  const { record, language, words, names, zone } = props;
  const { requests } = words;
  const number = (value?: number) =>
    value === undefined ? undefined : formatNumber(value, language);
  const time = (ms?: number) =>
    ms === undefined ? undefined : formatDuration(ms, language);
  const speed = speedOf(record);
  return [
    [requests.id, <code key="id">{record.id}</code>],
    [requests.time, formatTime(record.at, language, zone)],
    [requests.key, keyNameOf(props, record)],
    [requests.surface, wordFor(words.surfaces, record.surface)],
    [requests.model, record.model || undefined],
    [requests.servedModel, record.servedModel],
    [
      requests.servedBy,
      [
        requests.upstreams[record.upstream],
        record.accountId && accountName(names, record.accountId),
      ].filter(Boolean).join(" · "),
    ],
    [requests.stream, record.stream ? requests.yes : requests.no],
    [requests.promptTokens, number(record.promptTokens)],
    [requests.cachedTokens, number(record.cachedTokens)],
    [requests.completionTokens, number(record.completionTokens)],
    [requests.reasoningTokens, number(record.reasoningTokens)],
    [
      requests.cost,
      record.costMicroCents === undefined
        ? undefined
        : formatMoney(record.costMicroCents, language),
    ],
    [requests.ttft, time(record.ttftMs)],
    [requests.overhead, time(record.overheadMs)],
    [requests.duration, time(record.durationMs)],
    [
      requests.speed,
      speed === null
        ? undefined
        : fill(requests.perSecond, { n: formatNumber(speed, language) }),
    ],
  ];
}
