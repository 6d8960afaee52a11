import type { playgroundEn } from "../en/playground.ts";

/** Simplified Chinese words of the page `playground`. */
export const playgroundZh: typeof playgroundEn = {
  heading: "试验场",
  lead: "像客户端那样试用模型。",
};
