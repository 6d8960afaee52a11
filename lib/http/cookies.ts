/**
 * One cookie of a `Cookie` header; undefined where there is none. Clients send
 * anything there, so nothing is an error.
 */
export function cookieOf(
  header: string | null,
  name: string,
): string | undefined {
  for (const pair of header?.split(";") ?? []) {
    const at = pair.indexOf("=");
    if (at >= 0 && pair.slice(0, at).trim() === name) {
      return pair.slice(at + 1).trim();
    }
  }
  return undefined;
}
