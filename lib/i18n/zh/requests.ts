import type { requestsEn } from "../en/requests.ts";

/** Simplified Chinese words of the page `requests`. */
export const requestsZh: typeof requestsEn = {
  heading: "请求",
  lead: "每个请求结束时的记录，以及它为何如此处理。",
};
