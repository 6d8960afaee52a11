import type { ComponentChildren } from "preact";
import { Preferences } from "../../islands/Preferences.tsx";
import { Toasts } from "../../islands/Toasts.tsx";
import { type PageName, PAGES, pathOfPage } from "../../lib/cockpit/pages.ts";
import type { Speech } from "../../lib/i18n/mod.ts";
import type { Theme } from "../../lib/i18n/theme.ts";
import { Icon } from "../Icon.tsx";
import { Ellipsis } from "../icons.ts";
import { Brand } from "./Brand.tsx";
import { NavList } from "./NavList.tsx";
import { PAGE_ICONS } from "./pages.ts";
import { SignOut } from "./SignOut.tsx";

export interface AppShellProps {
  page: PageName | null;
  speech: Speech;
  theme: Theme;
  banner: ComponentChildren;
  children: ComponentChildren;
}

/** Pages at hand on a phone; the others are behind "more". */
const FIRST = PAGES.slice(0, 4);
const REST = PAGES.slice(4);

/** Navigation around a page: aside on desktops, at the bottom on phones. */
export function AppShell(props: AppShellProps) {
  const { page, speech: { language, words }, theme } = props;
  const { shell, title } = words;
  const preferences = () => (
    <Preferences
      language={language}
      theme={theme}
      words={{ theme: shell.theme, themes: shell.themes }}
    />
  );
  return (
    <div class="app">
      <header class="side">
        <Brand title={title} />
        <nav class="nav" aria-label={shell.navigation}>
          <NavList current={page} words={shell} />
        </nav>
        <div class="side-foot">
          {preferences()}
          <SignOut label={shell.signOut} />
        </div>
      </header>
      <div class="app-body">
        {props.banner}
        <main class="content" id="content" tabindex={-1}>
          {props.children}
        </main>
      </div>
      <nav class="bar" aria-label={shell.navigation}>
        <ul class="plain">
          {FIRST.map((name) => (
            <li key={name}>
              <a
                href={pathOfPage(name)}
                aria-current={name === page ? "page" : "false"}
              >
                <Icon of={PAGE_ICONS[name]} size={20} />
                {shell.pages[name]}
              </a>
            </li>
          ))}
          <li>
            <details
              class={isAmong(REST, page) ? "holds-current" : undefined}
            >
              <summary>
                <Icon of={Ellipsis} size={20} />
                {shell.more}
              </summary>
              <div class="bar-sheet">
                <div class="nav">
                  <NavList current={page} words={shell} pages={REST} />
                </div>
                {preferences()}
                <SignOut label={shell.signOut} />
              </div>
            </details>
          </li>
        </ul>
      </nav>
      <Toasts
        language={language}
        words={{ label: shell.notices, dismiss: shell.dismiss }}
      />
    </div>
  );
}

function isAmong(pages: readonly string[], page: string | null): boolean {
  return page !== null && pages.includes(page);
}
