import {
  formatCount,
  formatDuration,
  formatMoney,
  formatNumber,
  LOCALES,
} from "../../i18n/format.ts";
import type { Language } from "../../i18n/mod.ts";
import type { Unit } from "./charts.ts";
import { MICRO_CENTS_PER_DOLLAR } from "../../money.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A value in few characters, as on an axis. */
export function writeShort(
  value: number,
  unit: Unit,
  language: Language,
): string {
  switch (unit) {
    case "count":
      return formatCount(value, language);
    case "money":
      return formatMoney(value, language);
    case "ms":
      return formatDuration(value, language);
    case "speed":
      return value < 10 ? String(Number(value.toFixed(1))) : formatCount(
        value,
        language,
      );
  }
}

/** A value with all that is known of it. */
export function writeExact(
  value: number,
  unit: Unit,
  language: Language,
): string {
  switch (unit) {
    case "count":
      return formatNumber(value, language);
    case "money":
      return new Intl.NumberFormat(LOCALES[language], {
        style: "currency",
        currency: "USD",
        currencyDisplay: "narrowSymbol",
        minimumFractionDigits: 2,
        maximumFractionDigits: 8,
      }).format(value / MICRO_CENTS_PER_DOLLAR);
    case "ms":
      return `${formatNumber(value, language)} ms`;
    case "speed":
      return new Intl.NumberFormat(LOCALES[language], {
        maximumFractionDigits: 2,
      }).format(value);
  }
}

/** A value as a plain number for other programs: dollars, ms, tokens. */
export function writePlain(value: number | null, unit: Unit): number | null {
  return value === null || unit !== "money"
    ? value
    : value / MICRO_CENTS_PER_DOLLAR;
}

/** A period by its begin, in UTC as the periods themselves. */
export function writePeriod(
  at: number,
  stepMs: number,
  language: Language,
): string {
  const isDay = stepMs >= DAY_MS;
  return new Intl.DateTimeFormat(LOCALES[language], {
    timeZone: "UTC",
    month: "short",
    day: "numeric",
    ...(isDay ? { year: "numeric" } : {
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    }),
  }).format(at) + (isDay ? "" : " UTC");
}

/** A place on the axis of times: a time of a day, else a date. */
export function writeTick(
  at: number,
  stepMs: number,
  language: Language,
): string {
  const hasTime = stepMs < DAY_MS && at % DAY_MS !== 0;
  return new Intl.DateTimeFormat(LOCALES[language], {
    timeZone: "UTC",
    ...(hasTime
      ? { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }
      : { month: "short", day: "numeric" }),
  }).format(at);
}
