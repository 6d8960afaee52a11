import { isRecord, parseJson } from "../../../record.ts";
import type { VendorRefusal } from "../errors.ts";
import type { SimModel } from "../types.ts";

/** Fields of a request, a message or a part. */
export type Fields = Record<string, unknown>;

/** What a vendor finds wrong; undefined where it finds nothing. */
export type Complaint = VendorRefusal | undefined;

/** A refusal with status 400. */
export function bad(message: string, code?: string): VendorRefusal {
  return { status: 400, message, ...(code === undefined ? {} : { code }) };
}

/** The first complaint of a check over a list. */
export function firstOf<T>(
  list: readonly T[],
  check: (item: T, index: number) => Complaint,
): Complaint {
  for (const [index, item] of list.entries()) {
    const complaint = check(item, index);
    if (complaint !== undefined) return complaint;
  }
}

/** The records of a list; empty for anything else. */
export function recordsOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** OpenAI's words for a value out of a fixed set. */
export function notAmong(value: unknown, allowed: readonly string[]): string {
  const names = allowed.map((name) => `'${name}'`);
  const last = names.pop();
  const list = names.length > 0 ? `${names.join(", ")}, and ${last}` : last;
  return `Invalid value: '${value}'. Supported values are: ${list}.`;
}

/** True for JSON text of an object, encoded once. */
export function isObjectText(text: unknown): boolean {
  return typeof text === "string" && isRecord(parseJson(text));
}

/** True for what vendors load images from. */
export function isImageUrl(url: unknown): url is string {
  return typeof url === "string" && /^(https?:\/\/|data:)/i.test(url);
}

/** True where the model's entry says what it takes, and images are not there. */
export function cannotSee({ modalities }: SimModel): boolean {
  return modalities !== undefined && !modalities.input.includes("image");
}

/** OpenAI's reasoning models: they fix sampling and take an effort. */
export function reasonsAtOpenAi({ id, provider }: SimModel): boolean {
  return /openai/.test(provider) && /^(o\d|gpt-5)/.test(id);
}

/** What vendors demand of a tool's name. */
export const TOOL_NAME = /^[a-zA-Z0-9_-]{1,128}$/;
