/** Headers that hold a key and nothing else, in order of precedence. */
const KEY_HEADERS = ["x-api-key", "api-key", "x-goog-api-key"];

/**
 * The keys a request carries, the most significant first: the bearer token
 * (which may contain blanks), `x-api-key` of Anthropic's clients, `api-key` of
 * Azure's, `x-goog-api-key` of Google's. Some clients send a placeholder beside
 * the key.
 */
export function keysOf(headers: Headers): string[] {
  const keys: string[] = [];
  const bearer = /^bearer[ \t]+(.+)$/i.exec(headers.get("authorization") ?? "");
  if (bearer?.[1] !== undefined) keys.push(bearer[1]);
  for (const name of KEY_HEADERS) {
    const key = headers.get(name);
    if (key) keys.push(key);
  }
  return keys;
}
