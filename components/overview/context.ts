import type { Overview } from "../../lib/browser/api_types.ts";
import type { Language, Words } from "../../lib/i18n/mod.ts";

/** What every part of the overview is made from. */
export interface OverviewProps {
  overview: Overview;
  language: Language;
  words: Words["overview"];
}
