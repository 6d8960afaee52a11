import { tokensPerSecond } from "../../lib/browser/playground/figures.ts";
import type {
  AnswerFigures,
  AnswerTurn,
} from "../../lib/browser/playground/turns.ts";
import { fill } from "../../lib/i18n/fill.ts";
import {
  formatDuration,
  formatMoney,
  formatNumber,
} from "../../lib/i18n/format.ts";
import type { PlayWords } from "./words.ts";

export interface AnswerFootProps {
  turn: AnswerTurn;
  words: PlayWords;
  hasRecords: boolean;
}

/** What an answer took, and who gave it. */
export function AnswerFoot({ turn, words, hasRecords }: AnswerFootProps) {
  const { figures } = turn;
  const facts = factsOf(turn, words);
  const { requestId } = figures;
  return (
    <ul class="plain figures">
      {facts.map(({ text, title }) => <li key={text} title={title}>{text}</li>)}
      {hasRecords && requestId !== undefined && (
        <li>
          <a href={`/requests?id=${encodeURIComponent(requestId)}`}>
            {words.play.figures.request}
          </a>
        </li>
      )}
    </ul>
  );
}

function factsOf(
  { figures, model }: AnswerTurn,
  { play, language }: PlayWords,
): { text: string; title?: string }[] {
  const words = play.figures;
  const { usage, costMicroCents, firstTokenMs, durationMs } = figures;
  const speed = tokensPerSecond(figures);
  const time = (ms: number) => formatDuration(ms, language);
  return [
    servedBy(figures, { model, words }),
    usage === undefined ? undefined : tokensOf(usage, { words, language }),
    costMicroCents === undefined ? undefined : {
      text: formatMoney(costMicroCents, language),
      title: words.cost,
    },
    firstTokenMs === undefined
      ? undefined
      : { text: fill(words.firstToken, { time: time(firstTokenMs) }) },
    speed === null ? undefined : {
      text: fill(words.speed, { n: formatNumber(speed, language) }),
    },
    durationMs === undefined
      ? undefined
      : { text: fill(words.took, { time: time(durationMs) }) },
  ].filter((fact) => fact !== undefined);
}

function servedBy(
  { upstream, account, servedModel }: AnswerFigures,
  { model, words }: {
    model: string;
    words: PlayWords["play"]["figures"];
  },
): { text: string } | undefined {
  const who = upstream === "simulator"
    ? words.simulator
    : upstream === "companion"
    ? words.companion
    : account;
  const other = servedModel === model ? undefined : servedModel;
  const name = [who, other].filter(Boolean).join(" · ");
  return name === "" ? undefined : { text: fill(words.by, { name }) };
}

function tokensOf(
  usage: NonNullable<AnswerFigures["usage"]>,
  { words, language }: {
    words: PlayWords["play"]["figures"];
    language: PlayWords["language"];
  },
) {
  const numbers = {
    in: formatNumber(usage.prompt, language),
    out: formatNumber(usage.completion, language),
    cached: formatNumber(usage.cached, language),
    reasoning: formatNumber(usage.reasoning, language),
  };
  return {
    text: fill(words.tokens, numbers),
    title: fill(words.tokensTitle, numbers),
  };
}
