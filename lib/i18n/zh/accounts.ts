import type { accountsEn } from "../en/accounts.ts";

/** Simplified Chinese words of the page `accounts`. */
export const accountsZh: typeof accountsEn = {
  heading: "账户",
  lead: "网关背后的 Puter 账户，以及各自的状况。",
};
