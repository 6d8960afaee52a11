import type { Address } from "../../lib/browser/analytics/address.ts";
import type { AnalyticsReport } from "../../lib/cockpit/analytics.ts";
import type { Language, Words } from "../../lib/i18n/mod.ts";

/** What the parts of the page share. */
export interface AnalyticsParts extends AnalyticsReport {
  address: Address;
  language: Language;
  words: Words;
  /** How a value of a dimension is called. */
  nameOf: (dimension: string, value: string) => string;
}
