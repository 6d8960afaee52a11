import type { RequestsQuery } from "../../lib/cockpit/requests_query.ts";
import { WITHIN } from "../../lib/cockpit/requests_query.ts";
import { BLAMES, DIMENSIONS } from "../../lib/store/requests/filter.ts";
import { OUTCOMES } from "../../lib/store/requests/record.ts";
import { formatTime } from "../../lib/i18n/format.ts";
import { Button } from "../Button.tsx";
import { Field, type Option, SelectField, TextField } from "../Field.tsx";
import { Icon } from "../Icon.tsx";
import { ChevronDown, X } from "../icons.ts";
import { type Telling, wordFor } from "./words.ts";

export interface FiltersProps extends Telling {
  query: RequestsQuery;
  /** Models that are listed, for help with typing. */
  models: string[];
}

/** Which requests are listed, as a form that works without a script. */
export function Filters(props: FiltersProps) {
  const { query: { link, within }, words: { requests } } = props;
  const outcomes = link.getAll("outcome");
  const outcome = outcomes.length === 1 ? outcomes[0] : "";
  return (
    <form class="log-filters" id="filters" method="get" action="/requests">
      <div class="log-filter-row">
        <nav class="segments" aria-label={requests.outcome}>
          {["", ...OUTCOMES].map((name) => (
            <a
              key={name}
              href={linkWith(link, "outcome", name)}
              aria-current={outcomes.length < 2 && name === outcome
                ? "true"
                : "false"}
            >
              {name === ""
                ? requests.anyOutcome
                : wordFor(requests.outcomes, name)}
            </a>
          ))}
        </nav>
        <Field id="within" label={<Hidden text={requests.within} />}>
          {(control) => (
            <select {...control} name="within" class="input">
              <option value="">{requests.anyTime}</option>
              {Object.keys(WITHIN).map((name) => (
                <option key={name} value={name} selected={name === within}>
                  {wordFor(requests.withins, name)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field id="model" label={<Hidden text={requests.model} />}>
          {(control) => (
            <input
              {...control}
              name="model"
              class="input"
              list="models"
              placeholder={`${requests.model}…`}
              autocomplete="off"
            />
          )}
        </Field>
        <details class="log-more">
          <summary class="button">
            {requests.addFilter}
            <Icon of={ChevronDown} size={16} />
          </summary>
          <MoreFilters {...props} />
        </details>
        <Button type="submit">{requests.apply}</Button>
      </div>
      <datalist id="models">
        {props.models.map((name) => <option key={name} value={name} />)}
      </datalist>
      {DIMENSIONS.flatMap((name) =>
        link.getAll(name).map((value) => (
          <input key={name + value} type="hidden" name={name} value={value} />
        ))
      )}
      <Chips {...props} />
    </form>
  );
}

function Hidden({ text }: { text: string }) {
  return <span class="visually-hidden">{text}</span>;
}

function MoreFilters({ query, names, words }: FiltersProps) {
  const { requests, surfaces } = words;
  const any = { value: "", label: requests.any };
  const choices: [name: "key" | "account" | "surface" | "blame", Option[]][] = [
    ["key", optionsOf(names.keys)],
    ["account", optionsOf(names.accounts)],
    ["surface", optionsOf(surfaces)],
    [
      "blame",
      BLAMES.map((value) => ({
        value,
        label: requests.blames[value],
      })),
    ],
  ];
  return (
    <div class="log-more-body card">
      {choices.map(([name, options]) => (
        <SelectField
          key={name}
          id={`filter-${name}`}
          name={name}
          label={requests[name]}
          value=""
          options={[any, ...options]}
        />
      ))}
      {(["from", "to"] as const).map((name) => (
        <TextField
          key={name}
          id={`filter-${name}`}
          name={name}
          type="datetime-local"
          label={
            <>
              {requests[name]}{" "}
              <span class="faint" data-utc>{requests.utc}</span>
            </>
          }
          value={inputTime(query.link.get(name))}
          data-at={query.link.get(name) ?? undefined}
        />
      ))}
    </div>
  );
}

/** What is filtered by, each with a link to be without it. */
function Chips(props: FiltersProps) {
  const { query: { link }, words: { requests } } = props;
  const chips = [...link].filter(([name]) => name !== "within");
  if (link.size === 0) return null;
  return (
    <ul class="plain cluster log-chips" aria-label={requests.filters}>
      {chips.map(([name, value]) => {
        const label = wordFor(requests as never, name);
        const text = textOf(props, name, value);
        return (
          <li key={name + value}>
            <a
              class="chip"
              href={linkWithout(link, name, value)}
              title={requests.without}
            >
              <span class="faint">{label}</span>{" "}
              <span class="truncate">{text}</span>{" "}
              <span class="visually-hidden">{requests.without}</span>
              <Icon of={X} size={14} />
            </a>
          </li>
        );
      })}
      <li>
        <a class="small" href="/requests">{requests.clear}</a>
      </li>
    </ul>
  );
}

function textOf(props: FiltersProps, name: string, value: string): string {
  const { names, language, words: { requests, surfaces } } = props;
  const tables: Record<string, Record<string, string>> = {
    key: { ...names.keys, cockpit: requests.cockpit, owner: requests.owner },
    account: names.accounts,
    surface: surfaces,
    outcome: requests.outcomes,
    blame: requests.blames,
  };
  if (name === "from" || name === "to") {
    const at = timeOf(value);
    return Number.isNaN(at) ? value : formatTime(at, language, "UTC");
  }
  return wordFor(tables[name] ?? {}, value);
}

function optionsOf(table: Record<string, string>): Option[] {
  return Object.entries(table).map(([value, label]) => ({ value, label }));
}

function linkWith(link: URLSearchParams, name: string, value: string): string {
  const next = new URLSearchParams(link);
  next.delete(name);
  if (value !== "") next.set(name, value);
  return next.size === 0 ? "/requests" : `/requests?${next}`;
}

function linkWithout(
  link: URLSearchParams,
  name: string,
  value: string,
): string {
  const next = new URLSearchParams(link);
  next.delete(name, value);
  return next.size === 0 ? "/requests" : `/requests?${next}`;
}

/** Unix ms of a time in an address; NaN when it is none. */
function timeOf(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : Date.parse(text);
}

function inputTime(text: string | null): string {
  const at = timeOf(text ?? "");
  return Number.isNaN(at) ? "" : new Date(at).toISOString().slice(0, 16);
}
