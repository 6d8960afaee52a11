import type { Words } from "../../lib/i18n/mod.ts";

/** The words that the parts of the playground say. */
export interface PlayWords {
  play: Words["playground"];
  common: Words["common"];
  language: "en" | "zh";
}
