import { setCookie } from "@std/http/cookie";
import {
  CHOICE_SECONDS,
  LANGUAGE_COOKIE,
  THEME_COOKIE,
} from "../i18n/cookies.ts";
import { toTheme } from "../i18n/theme.ts";

/** Keeps the language and the theme that an address asks for. */
export function keepChoices(url: URL, headers: Headers): void {
  const language = url.searchParams.get("lang");
  if (language === "en" || language === "zh") {
    keep(headers, LANGUAGE_COOKIE, language);
  }
  const theme = toTheme(url.searchParams.get("theme"));
  if (theme !== undefined) keep(headers, THEME_COOKIE, theme);
}

/** The address of the same page in another language or theme. */
export function choiceLink(
  url: URL,
  choice: { lang?: string; theme?: string },
): string {
  const params = new URLSearchParams(url.search);
  for (const [name, value] of Object.entries(choice)) params.set(name, value);
  return `?${params}`;
}

/** Scripts of the cockpit change it too, so it is not HttpOnly. */
function keep(headers: Headers, name: string, value: string): void {
  setCookie(headers, {
    name,
    value,
    maxAge: CHOICE_SECONDS,
    path: "/",
    sameSite: "Lax",
  });
}
