import type { Language, Words } from "../../lib/i18n/mod.ts";

/** What every part of the accounts page is written with. */
export interface AccountsSpeech {
  language: Language;
  words: Words["accounts"];
  common: Words["common"];
}
