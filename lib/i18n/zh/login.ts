import type { loginEn } from "../en/login.ts";

/** Simplified Chinese words of the sign-in page. */
export const loginZh: typeof loginEn = {
  heading: "登录",
  lead: "控制台只供本网关的所有者使用。",
  key: "所有者密钥",
  keyHint:
    "即 API_MASTER_KEY 的值；若未设置，则是服务器首次启动时在日志中显示一次的密钥。",
  submit: "登录",
  wrong: "这不是所有者密钥。",
  tooMany: "尝试次数过多。请在 {seconds} 秒后重试。",
  elsewhere: "此表单来自其他网站。请在本页重新提交。",
  noDatabase: "网关还没有数据库，因此无法登录。",
  device: "在此浏览器上保持登录，连续 14 天不使用后失效。",
};
