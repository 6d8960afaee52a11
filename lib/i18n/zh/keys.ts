import type { keysEn } from "../en/keys.ts";

/** Simplified Chinese words of the page `keys`. */
export const keysZh: typeof keysEn = {
  heading: "密钥",
  lead: "客户端凭密钥使用网关，每个密钥有自己的范围和限额。",
};
