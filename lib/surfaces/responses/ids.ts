const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** Characters that make an id of one key hard to guess for its other users. */
const RANDOM_CHARS = 10;

/** Digits of an item's number. */
const NUMBER_DIGITS = 3;

const PREFIX = "resp_";

/** The kinds of items by the prefix of their ids, as OpenAI has them. */
export type ItemPrefix = "msg" | "rs" | "fc" | "ctc" | "ig" | "fco" | "item";

/** A new response's id: ordered by time, and no guess from another one. */
export function newResponseId(requestId: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(RANDOM_CHARS));
  const random = Array.from(bytes, (byte) => ALPHABET[byte % 32]).join("");
  return PREFIX + requestId.slice(requestId.indexOf("_") + 1) + random;
}

/** True for an id that `newResponseId` may have made. */
export function isResponseId(id: string): boolean {
  return /^resp_[0-9A-HJKMNP-TV-Z]{26}[0-9a-hjkmnp-tv-z]{10}$/.test(id);
}

/**
 * The id of an item. It holds the id of the response it belongs to, so that a
 * reference to an item says where the item is kept.
 */
export function itemId(
  responseId: string,
  prefix: ItemPrefix,
  place: { side: "input" | "output"; index: number },
): string {
  const number = place.index.toString(36).padStart(NUMBER_DIGITS, "0");
  const side = place.side === "input" ? "i" : "o";
  return `${prefix}_${responseId.slice(PREFIX.length)}${side}${number}`;
}

/** The id of the response an item belongs to; null where it names none. */
export function responseIdOf(itemId: string): string | null {
  const match = /^[a-z]+_([0-9A-Za-z]{36})[io][0-9a-z]{3,}$/.exec(itemId);
  if (match === null) return null;
  const id = `${PREFIX}${match[1]}`;
  return isResponseId(id) ? id : null;
}
