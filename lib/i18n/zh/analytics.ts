import type { analyticsEn } from "../en/analytics.ts";

/** Simplified Chinese words of the page `analytics`. */
export const analyticsZh: typeof analyticsEn = {
  heading: "统计",
  lead: "请求、token、费用与速度随时间的变化。",
};
