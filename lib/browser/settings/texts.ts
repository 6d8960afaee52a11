import { fill } from "../../i18n/fill.ts";
import { formatNumber } from "../../i18n/format.ts";
import type { Language, Words } from "../../i18n/mod.ts";
import { CONTROLS, type SettingName } from "./fields.ts";
import { MICRO_CENTS_PER_DOLLAR } from "../../money.ts";

/** Why a text is no value of a setting, as a name among the words. */
export type TextProblem = "wrongNumber" | "wrongMoney";

/** The text of a field that holds a value. */
export function textOf(name: SettingName, value: unknown): string {
  const control = CONTROLS[name];
  if (control.kind === "origins") return (value as string[]).join("\n");
  if (control.kind === "number" && control.unit === "dollars") {
    return String(Number(value) / MICRO_CENTS_PER_DOLLAR);
  }
  return value === null ? "" : String(value);
}

/** The value that a text stands for, or what is wrong with it. */
export function valueOf(
  name: SettingName,
  text: string,
): { value: unknown } | { problem: TextProblem } {
  const control = CONTROLS[name];
  const trimmed = text.trim();
  switch (control.kind) {
    case "number":
      if (control.unit === "dollars") return dollars(trimmed);
      return /^\d{1,15}$/.test(trimmed)
        ? { value: Number(trimmed) }
        : { problem: "wrongNumber" };
    case "origins":
      return { value: trimmed.split(/[\s,]+/).filter((line) => line !== "") };
    default:
      return { value: trimmed };
  }
}

function dollars(text: string): { value: number } | { problem: TextProblem } {
  const amount = text.replace(/^\$/, "").replace(",", ".");
  if (!/^\d{1,7}(?:\.\d{1,8})?$/.test(amount)) return { problem: "wrongMoney" };
  return { value: Math.round(Number(amount) * MICRO_CENTS_PER_DOLLAR) };
}

/** A value in a few words, such as what a reset leads back to. */
export function sayValue(
  name: SettingName,
  value: unknown,
  { words, language }: { words: Words["settings"]; language: Language },
): string {
  const control = CONTROLS[name];
  switch (control.kind) {
    case "switch":
      return value ? words.on : words.off;
    case "choice":
      return choiceWord(String(value), words);
    case "number":
      return control.unit === "dollars"
        ? `$${textOf(name, value)}`
        : `${formatNumber(Number(value), language)} ${
          words.units[control.unit]
        }`;
    case "origins":
      return sayOrigins(value as string[], words);
    case "aliases":
      return sayAliases(Object.keys(value as object).length, words);
    case "model":
      return value === null || value === "" ? words.nothing : String(value);
  }
}

/** A choice of a setting in words. */
export function choiceWord(value: string, words: Words["settings"]): string {
  const all: Record<string, string> = {
    ...words.strategies,
    ...words.simulators,
  };
  return all[value] ?? value;
}

function sayOrigins(origins: string[], words: Words["settings"]): string {
  if (origins.length === 0) return words.noOrigin;
  return origins.includes("*") ? words.anyOrigin : origins.join(", ");
}

function sayAliases(n: number, words: Words["settings"]): string {
  return n === 0 ? words.nothing : fill(words.aliasCount, { n });
}
