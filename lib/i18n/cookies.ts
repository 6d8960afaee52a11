/** Keeps the language a visitor has chosen. */
export const LANGUAGE_COOKIE = "p2a_lang";

/** Keeps the theme a visitor has chosen. */
export const THEME_COOKIE = "p2a_theme";

/** Seconds a choice is kept: a year. */
export const CHOICE_SECONDS = 365 * 24 * 60 * 60;

/** One cookie of a `Cookie` header; undefined where there is none. */
export function cookieOf(header: string | null, name: string) {
  for (const pair of header?.split(";") ?? []) {
    const [key, value] = pair.split("=", 2);
    if (key?.trim() === name) return value?.trim();
  }
  return undefined;
}
