import { cookieOf } from "../http/cookies.ts";
import { THEME_COOKIE } from "./cookies.ts";

/** How the cockpit looks; `system` is what the machine is set to. */
export const THEMES = ["system", "light", "dark"] as const;

/** One of `THEMES`. */
export type Theme = typeof THEMES[number];

/** What `?theme=` asks for, else what was chosen before, else `system`. */
export function themeOf(url: URL, headers: Headers): Theme {
  return toTheme(url.searchParams.get("theme")) ??
    toTheme(cookieOf(headers.get("cookie"), THEME_COOKIE)) ?? "system";
}

/** A text as a theme; undefined when it is none. */
export function toTheme(text: string | null | undefined): Theme | undefined {
  return THEMES.find((theme) => theme === text);
}
