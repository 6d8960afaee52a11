/** Keys, tokens and private keys of this and other services. */
const SECRETS: RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\beyJ[\w-]{6,}(?:\.[\w-]+){0,4}/g,
  /\b(?:sk|pk|rk)[-_][\w-]{12,}/g,
  /\b(?:gh[opusr]_|github_pat_|glpat-|xox[a-z]-|hf_|npm_|AIza|AKIA|ASIA|ya29\.)[\w-]{10,}/g,
  /\b(?:Bearer|Basic)\s+[\w.~+/=-]{8,}/gi,
];

/** Names of fields, also inside texts: quoted as in JSON, or as a variable. */
const NAMED: RegExp[] = [
  /(\\?["'](?:[\w-]*(?:password|passwd|passphrase|secret|api[-_]?key|private[-_]?key|token)|authorization|cookie)\\?["']\s*:\s*\\?["'])(?:[^"'\\]|\\(?!["']))+/gi,
  /\b(\w*(?:PASSWORD|SECRET|API_?KEY|TOKEN)\s?=\s?["']?)[^\s"'&]{6,}/gi,
  /(\b[a-z][a-z+.-]{1,20}:\/\/[^\s/:@]{1,200}:)[^\s/@]{1,200}(?=@)/gi,
];

/** Fields whose texts are secrets, whatever they look like. */
const SECRET_FIELD =
  /^(?:x-)?(?:authorization|cookie|set-cookie|pass(?:word|wd|phrase)|secret|client[-_]?secret|token|(?:auth|access|refresh|id|session)[-_]?token|api[-_]?key|private[-_]?key|secret[-_]?key)$/i;

const DATA_URL =
  /data:([\w.+-]+\/[\w.+-]+)?(?:;[\w=.+-]+)*;base64,[\w+/=%-]{16,}/gi;

/** Runs of base64 from this length on are data, not text. */
const LONG_BASE64 = /[A-Za-z0-9+/_-]{200,}={0,2}/g;

const REDACTED = "[redacted]";

/** A text without secrets, and with lengths in place of data. */
export function redactText(text: string): string {
  let safe = text.replace(
    DATA_URL,
    (url) => `${url.slice(0, url.indexOf(",") + 1)}${sizeOf(url)}`,
  );
  for (const secret of SECRETS) safe = safe.replace(secret, REDACTED);
  for (const named of NAMED) safe = safe.replace(named, `$1${REDACTED}`);
  return safe.replace(LONG_BASE64, (data) => sizeOf(data));
}

/** A text that is nothing but data, as its length; null when it is not. */
export function redactData(text: string): string | null {
  const head = text.slice(0, 512);
  const url = /^data:[^,]{0,200};base64,/i.exec(head);
  if (url !== null) return `${url[0]}${sizeOf(text)}`;
  if (head.length < 200 || !/^[A-Za-z0-9+/_-]+$/.test(head)) return null;
  return sizeOf(text);
}

/** The text of a field; none when its name tells that it is a secret. */
export function redactField(name: string, text: string): string {
  return SECRET_FIELD.test(name) ? REDACTED : text;
}

function sizeOf(data: string): string {
  return `[${data.length} characters]`;
}
