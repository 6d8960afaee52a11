import type { Key } from "../api_types.ts";
import { MICRO_CENTS_PER_DOLLAR } from "../../money.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** When a key ends: a number of days, or what the words say. */
export const EXPIRIES = [
  "never",
  "1",
  "7",
  "30",
  "90",
  "365",
  "date",
] as const;

/** One of `EXPIRIES`, or `keep` for the time a key has. */
export type Expiry = typeof EXPIRIES[number] | "keep";

/** A key as its form holds it: texts as they were typed. */
export interface KeyForm {
  name: string;
  /** Globs, one a line. */
  models: string;
  /** Null for all. */
  surfaces: string[] | null;
  perMinute: string;
  atOnce: string;
  /** US dollars. */
  daily: string;
  monthly: string;
  expiry: Expiry;
  /** What an `<input type="datetime-local">` holds. */
  expiresAt: string;
  ips: string;
  bodies: Key["bodies"];
}

/** Why a field is not taken, as a name among the words of the page. */
export type FormProblem =
  | "name"
  | "count"
  | "money"
  | "time"
  | "past"
  | "surfaces";

/** Fields of the form with what is wrong with them. */
export type FormProblems = Partial<Record<keyof KeyForm, FormProblem>>;

/** What is sent for a form: `POST` and `PATCH /api/keys` take it. */
export type KeyBody = Omit<
  Key,
  "id" | "hint" | "createdAt" | "previousUntil" | "lastUsedAt" | "guestId"
>;

/** The form of a new key without any limit. */
export const NEW_KEY: KeyForm = {
  name: "",
  models: "",
  surfaces: null,
  perMinute: "",
  atOnce: "",
  daily: "",
  monthly: "",
  expiry: "never",
  expiresAt: "",
  ips: "",
  bodies: "off",
};

/** The form of a guest link: little enough to give to anybody. */
export const NEW_GUEST: KeyForm = {
  ...NEW_KEY,
  surfaces: ["chat_completions"],
  perMinute: "10",
  atOnce: "2",
  daily: "0.50",
  expiry: "7",
};

/** The form of a key that is there. */
export function formOf(key: Key): KeyForm {
  return {
    name: key.name,
    models: (key.models ?? []).join("\n"),
    surfaces: key.surfaces,
    perMinute: textOf(key.perMinute),
    atOnce: textOf(key.atOnce),
    daily: dollarsOf(key.dailyMicroCents),
    monthly: dollarsOf(key.monthlyMicroCents),
    expiry: key.expiresAt === null ? "never" : "keep",
    expiresAt: key.expiresAt === null ? "" : localTime(key.expiresAt),
    ips: (key.ips ?? []).join("\n"),
    bodies: key.bodies,
  };
}

/** Entries of a list as it was typed: lines, or parted by commas. */
export function entriesOf(text: string): string[] {
  const entries = text.split(/[\n,]+/).map((entry) => entry.trim());
  return [...new Set(entries.filter((entry) => entry !== ""))];
}

/** What a form says, or what is wrong with it; `kept` is the time of `keep`. */
export function bodyOf(
  form: KeyForm,
  { now, kept }: { now: number; kept: number | null },
): { body: KeyBody } | { problems: FormProblems } {
  const problems: FormProblems = {};
  const name = form.name.trim();
  if (name.length < 1 || name.length > 80) problems.name = "name";
  if (form.surfaces?.length === 0) problems.surfaces = "surfaces";
  const body: KeyBody = {
    name,
    models: listOf(form.models),
    surfaces: form.surfaces as KeyBody["surfaces"],
    perMinute: read("perMinute", countOf),
    atOnce: read("atOnce", countOf),
    dailyMicroCents: read("daily", moneyOf),
    monthlyMicroCents: read("monthly", moneyOf),
    expiresAt: form.expiry === "keep" ? kept : expiryOf(form, now, problems),
    ips: listOf(form.ips),
    bodies: form.bodies,
  };
  return Object.keys(problems).length > 0 ? { problems } : { body };

  function read(
    field: "perMinute" | "atOnce" | "daily" | "monthly",
    parse: (text: string) => number | FormProblem,
  ): number | null {
    const text = form[field].trim();
    if (text === "") return null;
    const value = parse(text);
    if (typeof value === "number") return value;
    problems[field] = value;
    return null;
  }
}

/** The field of the form that a `param` of the API means. */
export function fieldOf(param: string | null): keyof KeyForm {
  const name = (param ?? "").replace(/[.[].*$/s, "");
  if (name === "dailyMicroCents") return "daily";
  if (name === "monthlyMicroCents") return "monthly";
  return Object.hasOwn(NEW_KEY, name) ? name as keyof KeyForm : "name";
}

function listOf(text: string): string[] | null {
  const entries = entriesOf(text);
  return entries.length === 0 ? null : entries;
}

function countOf(text: string): number | FormProblem {
  return /^[1-9]\d{0,6}$/.test(text) ? Number(text) : "count";
}

function moneyOf(text: string): number | FormProblem {
  const amount = text.replace(/^\$/, "").replace(",", ".");
  if (!/^\d{1,9}(?:\.\d{1,8})?$/.test(amount)) return "money";
  const microCents = Math.round(Number(amount) * MICRO_CENTS_PER_DOLLAR);
  return microCents > 0 ? microCents : "money";
}

function expiryOf(
  { expiry, expiresAt }: KeyForm,
  now: number,
  problems: FormProblems,
): number | null {
  if (expiry === "never") return null;
  if (expiry !== "date") return now + Number(expiry) * DAY_MS;
  const at = Date.parse(expiresAt);
  if (Number.isNaN(at)) problems.expiresAt = "time";
  else if (at <= now) problems.expiresAt = "past";
  return Number.isNaN(at) ? null : at;
}

function textOf(value: number | null): string {
  return value === null ? "" : String(value);
}

function dollarsOf(microCents: number | null): string {
  if (microCents === null) return "";
  const text = (microCents / MICRO_CENTS_PER_DOLLAR).toFixed(8);
  return text.replace(/(\.\d\d\d*?)0+$/, "$1");
}

/** A time as `datetime-local` writes it, in the zone of the browser. */
function localTime(at: number): string {
  const zone = new Date(at).getTimezoneOffset() * 60_000;
  return new Date(at - zone).toISOString().slice(0, 16);
}
