import { signal } from "@preact/signals";
import { Icon } from "../components/Icon.tsx";
import { Monitor, Moon, Sun } from "../components/icons.ts";
import {
  CHOICE_SECONDS,
  LANGUAGE_COOKIE,
  THEME_COOKIE,
} from "../lib/i18n/cookies.ts";
import type { Language, Words } from "../lib/i18n/mod.ts";
import { type Theme, THEMES } from "../lib/i18n/theme.ts";

export interface PreferencesProps {
  language: Language;
  theme: Theme;
  words: Pick<Words["shell"], "theme" | "themes">;
}

const ICONS = { system: Monitor, light: Sun, dark: Moon };

/** What was chosen since the page came; never written on the server. */
const chosen = signal<Theme | null>(null);

/** Language and theme; the page keeps what it holds when the theme changes. */
export function Preferences({ language, theme, words }: PreferencesProps) {
  const other = language === "en" ? "zh" : "en";
  const current = chosen.value ?? theme;
  return (
    <div class="preferences">
      <a
        class="side-link"
        href={`?lang=${other}`}
        hreflang={other}
        lang={other}
        onClick={(event) => changeLanguage(event, other)}
      >
        {other === "zh" ? "中文" : "English"}
      </a>
      <div class="segments" role="group" aria-label={words.theme}>
        {THEMES.map((name) => (
          <button
            key={name}
            type="button"
            title={words.themes[name]}
            aria-label={words.themes[name]}
            aria-pressed={name === current}
            onClick={() => changeTheme(name)}
          >
            <Icon of={ICONS[name]} size={16} />
          </button>
        ))}
      </div>
    </div>
  );
}

/** Keeps filters and the like, which a link made on the server cannot know. */
function changeLanguage(event: Event, language: Language): void {
  event.preventDefault();
  keep(LANGUAGE_COOKIE, language);
  const url = new URL(location.href);
  url.searchParams.delete("lang");
  if (url.href === location.href) location.reload();
  else location.replace(url);
}

function changeTheme(theme: Theme): void {
  keep(THEME_COOKIE, theme);
  chosen.value = theme;
  document.documentElement.dataset.theme = theme;
}

function keep(name: string, value: string): void {
  document.cookie =
    `${name}=${value}; Max-Age=${CHOICE_SECONDS}; Path=/; SameSite=Lax`;
}
