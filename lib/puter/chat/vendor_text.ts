import { isRecord } from "../record.ts";

/** A vendor's complaint, taken out of the text Puter wraps it in. */
export interface VendorComplaint {
  /** The vendor's own HTTP status, where the text states it. */
  status?: number;
  /** The vendor's error type and code, where the text holds its JSON. */
  type?: string;
  code?: string;
  text: string;
}

const MAX_TEXT = 500;

const HIDDEN = "[hidden]";

/** What must never be passed on: credentials and opaque identifiers. */
const SECRETS: readonly RegExp[] = [
  /\beyJ[\w-]+(\.[\w-]*)*/g,
  /\b(Bearer|Basic)\s+[^\s"',;]+/gi,
  /\b(sk|pk|rk|gsk|xai)[-_][\w-]{6,}\**[\w-]*/gi,
  /\b(org|proj)[-_]\w{16,}/gi,
  /\bAIza[\w-]{10,}/g,
  // Not "tokens: 210000", which is what a client needs to know.
  /\b(api[-_ ]?key|token|secret|password)s?["']?\s*[:=]\s*["']?(?!\d+\b)[^\s"',;]{6,}/gi,
  /(?=[a-z_=-]*\d)[\w=-]{40,}/gi,
];

/** Shortens a vendor's text and takes out whatever looks like a credential. */
export function scrubText(text: string): string {
  // Cut first: an error text may quote a whole attachment.
  let clean = text.slice(0, 4 * MAX_TEXT);
  for (const secret of SECRETS) clean = clean.replace(secret, HIDDEN);
  // deno-lint-ignore no-control-regex -- these are what must go
  clean = clean.replace(/[\u0000-\u001f\u007f\s]+/g, " ").trim();
  return clean.length > MAX_TEXT ? clean.slice(0, MAX_TEXT) + "…" : clean;
}

/**
 * Reads a message such as `429 {"type":"error","error":{…}}`: Puter puts the
 * vendor's status in front, and Anthropic's words stay wrapped in JSON.
 */
export function readComplaint(message: string): VendorComplaint {
  const digits = /^\s*([45]\d\d)(?=\D|$)[\s:,-]*/.exec(message);
  const rest = digits ? message.slice(digits[0].length) : message;
  const wrapped = readWrapped(rest);
  return {
    ...wrapped,
    ...(digits ? { status: Number(digits[1]) } : {}),
    text: wrapped?.text ?? rest.trim(),
  };
}

function readWrapped(text: string): VendorComplaint | undefined {
  const start = text.indexOf("{");
  if (start < 0) return undefined;
  let body: unknown;
  try {
    body = JSON.parse(text.slice(start));
  } catch {
    return undefined;
  }
  if (!isRecord(body)) return undefined;
  const error = isRecord(body.error) ? body.error : body;
  return {
    ...(typeof error.type === "string" ? { type: error.type } : {}),
    ...(typeof error.code === "string" ? { code: error.code } : {}),
    text: typeof error.message === "string" ? error.message : "",
  };
}
