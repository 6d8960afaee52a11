import {
  type ListedModel,
  pricesOf,
} from "../../lib/browser/playground/models.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { formatCount, formatMoney } from "../../lib/i18n/format.ts";
import type { PlayWords } from "./words.ts";

const MICRO_CENTS_PER_DOLLAR = 100_000_000;

/** A model in a list: what it is called, takes, makes and costs. */
export function ModelFacts(
  { model, words }: { model: ListedModel; words: PlayWords },
) {
  const { models: texts } = words.play;
  const { id, name, context_length: context, architecture } = model;
  const facts = [
    context === undefined
      ? ""
      : fill(texts.context, { n: formatCount(context, words.language) }),
    priceOf(model, words),
    architecture &&
    fill(texts.input, { list: listOf(architecture.input_modalities, words) }),
    architecture && architecture.output_modalities.join() !== "text" &&
    fill(texts.output, { list: listOf(architecture.output_modalities, words) }),
  ].filter(Boolean);
  return (
    <>
      <span class="model-name">
        <strong class="mono">{id}</strong>
        {name !== undefined && name !== id && <span class="quiet">{name}</span>}
      </span>
      <span class="hint">{facts.join(" · ")}</span>
    </>
  );
}

function priceOf(model: ListedModel, words: PlayWords): string {
  const prices = pricesOf(model);
  if (prices === null) return words.play.models.noPrice;
  const money = (dollars: number) =>
    formatMoney(dollars * MICRO_CENTS_PER_DOLLAR, words.language);
  return fill(words.play.models.price, {
    in: money(prices.input),
    out: money(prices.output),
  });
}

function listOf(modalities: readonly string[], words: PlayWords): string {
  const names: Record<string, string> = words.play.models.modalities;
  const separator = words.language === "zh" ? "、" : ", ";
  return modalities.map((one) => names[one] ?? one).join(separator);
}
