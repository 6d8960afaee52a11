import { type PageName, PAGES, pathOfPage } from "../../lib/cockpit/pages.ts";
import type { Words } from "../../lib/i18n/mod.ts";
import { Icon } from "../Icon.tsx";
import { PAGE_ICONS } from "./pages.ts";

export interface NavListProps {
  current: PageName | null;
  words: Words["shell"];
  /** Only these pages. */
  pages?: readonly typeof PAGES[number][];
}

/** Pages that begin a group of their own. */
const APART: readonly string[] = ["playground", "settings"];

/** Links to the pages. */
export function NavList({ current, words, pages = PAGES }: NavListProps) {
  return (
    <ul class="plain">
      {pages.map((page) => (
        <li key={page} class={APART.includes(page) ? "apart" : undefined}>
          <a
            href={pathOfPage(page)}
            aria-current={page === current ? "page" : "false"}
          >
            <Icon of={PAGE_ICONS[page]} />
            <span>{words.pages[page]}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
