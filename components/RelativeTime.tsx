import { formatRelative, formatTime } from "../lib/i18n/format.ts";
import type { Language } from "../lib/i18n/mod.ts";

export interface RelativeTimeProps {
  /** Unix ms. */
  at: number;
  language: Language;
  now?: number;
}

/**
 * A time as seen from now, exact on hover. In the cockpit it stays true by
 * itself, and its title is in the reader's own time zone.
 */
export function RelativeTime(
  { at, language, now = Date.now() }: RelativeTimeProps,
) {
  return (
    <time
      data-relative
      class="nowrap"
      dateTime={new Date(at).toISOString()}
      title={formatTime(at, language, "UTC")}
    >
      {formatRelative(at, now, language)}
    </time>
  );
}
