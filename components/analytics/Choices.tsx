import {
  type Address,
  GROUPINGS,
  type Range,
  RANGES,
  searchOf,
} from "../../lib/browser/analytics/address.ts";
import { fill } from "../../lib/i18n/fill.ts";
import type { Dimension } from "../../lib/store/usage/cell.ts";
import { Button, LinkButton } from "../Button.tsx";
import { X } from "../icons.ts";
import type { AnalyticsParts } from "./context.ts";

/** Time, grouping and filter: links and a form, as the address holds them. */
export function Choices(parts: AnalyticsParts) {
  const { address, words: { analytics: words } } = parts;
  return (
    <div class="analytics-choices">
      <nav class="segments" aria-label={words.range}>
        {(Object.keys(RANGES) as Range[]).map((range) => (
          <Choice
            key={range}
            href={searchOf(address, { range })}
            isCurrent={range === address.range}
            text={words.ranges[range]}
          />
        ))}
      </nav>
      <nav class="cluster" aria-labelledby="told-apart">
        <span id="told-apart" class="quiet small">{words.by}</span>
        <span class="segments">
          {[null, ...GROUPINGS].map((by) => (
            <Choice
              key={by ?? ""}
              href={searchOf(address, { by })}
              isCurrent={by === address.by}
              text={by === null ? words.byNothing : words.dimensions[by]}
            />
          ))}
        </span>
      </nav>
      <FilterForm {...parts} />
    </div>
  );
}

function Choice(
  { href, isCurrent, text }: { href: string; isCurrent: boolean; text: string },
) {
  return <a href={href} aria-current={isCurrent ? "true" : "false"}>{text}</a>;
}

function FilterForm(parts: AnalyticsParts) {
  const { address, words: { analytics: words }, nameOf } = parts;
  const { range, by, only } = address;
  const chosen = only === null ? "" : `${only.dimension}:${only.value}`;
  return (
    <form method="get" class="analytics-filter">
      <input type="hidden" name="range" value={range} />
      {by !== null && <input type="hidden" name="by" value={by} />}
      <label class="visually-hidden" for="only">{words.only}</label>
      <select id="only" name="only" class="input">
        <option value="" selected={only === null}>{words.all}</option>
        {optionsOf(parts).map(([dimension, values]) => (
          <optgroup key={dimension} label={words.dimensions[dimension]}>
            {values.map((value) => (
              <option
                key={value}
                value={`${dimension}:${value}`}
                selected={chosen === `${dimension}:${value}`}
              >
                {nameOf(dimension, value)}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      <Button type="submit">{words.apply}</Button>
      {only !== null && <Narrowed {...parts} only={only} />}
    </form>
  );
}

/** Says what is left out, with the way back. */
function Narrowed(
  { address, words: { analytics: words }, nameOf, only }: AnalyticsParts & {
    only: NonNullable<Address["only"]>;
  },
) {
  return (
    <LinkButton
      icon={X}
      href={searchOf(address, { only: null })}
      title={words.showAll}
    >
      <span>
        {fill(words.showsOnly, {
          dimension: words.dimensions[only.dimension],
          value: nameOf(only.dimension, only.value),
        })}
      </span>
      <span class="visually-hidden">– {words.showAll}</span>
    </LinkButton>
  );
}

/** What was used in this time; what is chosen stands there in any case. */
function optionsOf(
  { values, address: { only } }: AnalyticsParts,
): [Dimension, string[]][] {
  const options = Object.entries(values) as [Dimension, string[]][];
  if (only === null) return options;
  const found = options.find(([name]) => name === only.dimension);
  if (found === undefined) options.push([only.dimension, [only.value]]);
  else if (!found[1].includes(only.value)) {
    found[1] = [only.value, ...found[1]];
  }
  return options.filter(([, values]) => values.length > 0);
}
