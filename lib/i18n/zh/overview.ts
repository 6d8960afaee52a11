import type { overviewEn } from "../en/overview.ts";

/** Simplified Chinese words of the page `overview`. */
export const overviewZh: typeof overviewEn = {
  heading: "概览",
  lead: "账户池现在能承载多少、做了什么、什么需要你处理。",
};
