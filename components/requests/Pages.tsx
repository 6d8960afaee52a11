import type { Words } from "../../lib/i18n/mod.ts";

export interface PagesProps {
  words: Words["requests"];
  link: URLSearchParams;
  /** Where the next page begins; null at the end. */
  cursor: string | null;
  isOlder: boolean;
}

/** The way through the list without a script. */
export function Pages({ words, link, cursor, isOlder }: PagesProps) {
  const older = new URLSearchParams(link);
  if (cursor !== null) older.set("cursor", cursor);
  return (
    <noscript>
      <nav class="cluster" aria-label={words.list}>
        {isOlder && <a href={`/requests?${link}`}>{words.newest}</a>}
        {cursor !== null && <a href={`/requests?${older}`}>{words.older}</a>}
      </nav>
    </noscript>
  );
}
