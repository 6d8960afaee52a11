import { formatRelative, formatTime } from "../i18n/format.ts";
import type { Language } from "../i18n/mod.ts";

const EVERY_MS = 15_000;

/**
 * Keeps what `RelativeTime` shows true, and its titles in the reader's own
 * time zone, until the function it gives is called.
 */
export function keepTimesTrue(language: Language): () => void {
  const update = () => {
    if (document.hidden) return;
    const now = Date.now();
    for (const element of document.querySelectorAll("time[data-relative]")) {
      write(element as HTMLTimeElement, now, language);
    }
  };
  update();
  const timer = setInterval(update, EVERY_MS);
  document.addEventListener("visibilitychange", update);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", update);
  };
}

function write(
  element: HTMLTimeElement,
  now: number,
  language: Language,
): void {
  const at = Date.parse(element.dateTime);
  const text = element.firstChild;
  // The node stays, as Preact may own it.
  if (text !== null) text.nodeValue = formatRelative(at, now, language);
  element.title = formatTime(at, language);
}
