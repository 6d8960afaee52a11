/** Keeps the language a visitor has chosen. */
export const LANGUAGE_COOKIE = "p2a_lang";

/** Keeps the theme a visitor has chosen. */
export const THEME_COOKIE = "p2a_theme";

/** Seconds a choice is kept: a year. */
export const CHOICE_SECONDS = 365 * 24 * 60 * 60;
