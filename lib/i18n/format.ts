import { MICRO_CENTS_PER_DOLLAR } from "../money.ts";
import type { Language } from "./mod.ts";

/** What the platform calls our languages. */
export const LOCALES: Record<Language, string> = { en: "en-US", zh: "zh-CN" };

const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(
  language: Language,
  options: Intl.NumberFormatOptions,
): Intl.NumberFormat {
  const key = language + JSON.stringify(options);
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat(LOCALES[language], options);
  formats.set(key, made);
  return made;
}

/** A whole number with its thousands apart. */
export function formatNumber(value: number, language: Language): string {
  return numberFormat(language, { maximumFractionDigits: 0 }).format(value);
}

/** A number in few characters, such as `12.3K` or `1.2万`. */
export function formatCount(value: number, language: Language): string {
  if (Math.abs(value) < 10_000) {
    return formatNumber(Math.round(value), language);
  }
  return numberFormat(language, {
    notation: "compact",
    maximumSignificantDigits: 3,
  }).format(value);
}

/** Micro-cents as US dollars; small sums keep what is worth seeing. */
export function formatMoney(microCents: number, language: Language): string {
  const dollars = microCents / MICRO_CENTS_PER_DOLLAR;
  const size = Math.abs(dollars);
  const digits = size === 0 || size >= 0.1
    ? { minimumFractionDigits: 2, maximumFractionDigits: 2 }
    : { maximumSignificantDigits: 2 };
  return numberFormat(language, {
    style: "currency",
    currency: "USD",
    currencyDisplay: "narrowSymbol",
    ...digits,
  }).format(dollars);
}

/** A share of 1 as per cent. */
export function formatShare(share: number, language: Language): string {
  const isNearlyAll = share > 0.99 && share < 1;
  return numberFormat(language, {
    style: "percent",
    maximumFractionDigits: isNearlyAll ? 2 : share < 0.1 ? 1 : 0,
  }).format(isNearlyAll ? Math.min(share, 0.9999) : share);
}

/** A change against before, such as `+12%`. */
export function formatChange(share: number, language: Language): string {
  return numberFormat(language, {
    style: "percent",
    maximumFractionDigits: Math.abs(share) < 0.1 ? 1 : 0,
    signDisplay: "exceptZero",
  }).format(share);
}

const UNITS: [
  unit: Intl.RelativeTimeFormatUnit & string,
  ms: number,
][] = [
  ["year", 365 * 24 * 3_600_000],
  ["month", 30 * 24 * 3_600_000],
  ["day", 24 * 3_600_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
];

/** A length of time: `480 ms`, `2.4 s`, `3 min`, `5 hr`. */
export function formatDuration(ms: number, language: Language): string {
  if (ms < 1000) return unitOf(Math.round(ms), "millisecond", language);
  if (ms < 60_000) {
    const seconds = ms / 1000;
    return unitOf(seconds, "second", language, seconds < 10 ? 1 : 0);
  }
  const [unit, size] = UNITS.find(([_, size]) => ms >= size) ?? ["second", 1e3];
  const count = ms / size;
  return unitOf(count, unit, language, count < 3 && unit !== "minute" ? 1 : 0);
}

function unitOf(
  value: number,
  unit: string,
  language: Language,
  maximumFractionDigits = 0,
): string {
  return numberFormat(language, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits,
  }).format(value);
}

/** What is left of a wait: `1:24` below an hour, else as a length of time. */
export function formatCountdown(ms: number, language: Language): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds >= 3600) return formatDuration(seconds * 1000, language);
  const rest = String(seconds % 60).padStart(2, "0");
  return `${Math.floor(seconds / 60)}:${rest}`;
}

const relative = new Map<Language, Intl.RelativeTimeFormat>();

/** A time as seen from `now`, such as `3 min. ago` or `in 2 hr.`; Unix ms. */
export function formatRelative(
  at: number,
  now: number,
  language: Language,
): string {
  let format = relative.get(language);
  if (format === undefined) {
    format = new Intl.RelativeTimeFormat(LOCALES[language], {
      style: "short",
      numeric: "auto",
    });
    relative.set(language, format);
  }
  const span = at - now;
  const [unit, size] = UNITS.find(([_, size]) => Math.abs(span) >= size) ??
    ["second", 1000];
  return format.format(Math.trunc(span / size), unit);
}

const times = new Map<string, Intl.DateTimeFormat>();

/** A time to the second; in UTC where the zone of the reader is not known. */
export function formatTime(
  at: number,
  language: Language,
  timeZone?: string,
): string {
  const key = `${language} ${timeZone}`;
  let format = times.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(LOCALES[language], {
      dateStyle: "medium",
      timeStyle: "medium",
      timeZone,
    });
    times.set(key, format);
  }
  return format.format(at) + (timeZone === "UTC" ? " UTC" : "");
}

/** Bytes as `1.5 MB`. */
export function formatBytes(bytes: number, language: Language): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  let value = bytes;
  let at = 0;
  while (value >= 1000 && at < units.length - 1) {
    value /= 1000;
    at++;
  }
  return unitOf(value, units[at] ?? "byte", language, value < 10 ? 1 : 0);
}
