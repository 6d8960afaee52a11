const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

let lastMs = 0;
let timePart = "";
let counter = 0;
let instancePart = "";

/**
 * A new request id: `req_` and a ULID. It also names the request's record, so
 * it is ordered by time; ids of one instance differ by a counter, ids of
 * several by 40 random bits.
 */
export function newRequestId(): string {
  const now = Date.now();
  if (now > lastMs) {
    lastMs = now;
    timePart = encode(now, 10);
    counter = 0;
  }
  if (instancePart === "") instancePart = randomPart(8);
  return `req_${timePart}${encode(counter++, 8)}${instancePart}`;
}

/** The lowest of all ids made at or after a moment, in Unix ms. */
export function lowestIdAt(ms: number): string {
  return `req_${encode(Math.max(0, Math.floor(ms)), 10)}`;
}

/** When an id was made, in Unix ms; null when it is not one of ours. */
export function timeOfId(id: string): number | null {
  if (!/^req_[0-9A-HJKMNP-TV-Z]{26}$/.test(id)) return null;
  let ms = 0;
  for (const letter of id.slice(4, 14)) ms = ms * 32 + ALPHABET.indexOf(letter);
  return ms;
}

function encode(value: number, length: number): string {
  let text = "";
  let rest = value;
  for (let i = 0; i < length; i++) {
    text = ALPHABET[rest % 32] + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

function randomPart(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte) => ALPHABET[byte % 32]).join("");
}
