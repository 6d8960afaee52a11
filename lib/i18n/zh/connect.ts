import type { connectEn } from "../en/connect.ts";

/** Simplified Chinese words of the page `connect`. */
export const connectZh: typeof connectEn = {
  heading: "接入",
  lead: "用本网关的地址和一个密钥配置客户端。",
};
