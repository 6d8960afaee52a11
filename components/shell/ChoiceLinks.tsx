import { choiceLink } from "../../lib/cockpit/choices.ts";
import type { Language, Words } from "../../lib/i18n/mod.ts";
import { type Theme, THEMES } from "../../lib/i18n/theme.ts";
import { Icon } from "../Icon.tsx";
import { Monitor, Moon, Sun } from "../icons.ts";

export interface ChoiceLinksProps {
  url: URL;
  language: Language;
  theme: Theme;
  words: Words["shell"];
}

/** The drawing of each theme. */
export const THEME_ICONS = { system: Monitor, light: Sun, dark: Moon };

/** Language and theme as links, for pages without any script. */
export function ChoiceLinks({ url, language, theme, words }: ChoiceLinksProps) {
  const other = language === "en" ? "zh" : "en";
  return (
    <div class="preferences">
      <a
        class="side-link"
        href={choiceLink(url, { lang: other })}
        hreflang={other}
        lang={other}
      >
        {other === "zh" ? "中文" : "English"}
      </a>
      <div class="segments" role="group" aria-label={words.theme}>
        {THEMES.map((name) => (
          <a
            key={name}
            href={choiceLink(url, { theme: name })}
            title={words.themes[name]}
            aria-label={words.themes[name]}
            aria-current={name === theme ? "true" : "false"}
          >
            <Icon of={THEME_ICONS[name]} size={16} />
          </a>
        ))}
      </div>
    </div>
  );
}
