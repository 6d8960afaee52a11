import type { guestEn } from "../en/guest.ts";

/** Simplified Chinese words of the page of a guest link. */
export const guestZh: typeof guestEn = {
  lead:
    "你受邀在这里与 AI 模型对话。你写的内容会发给你选择的模型；关闭页面后这里不会保留任何内容。",
  ends: "此链接到期：",
  today: "今日 {spent} / {budget}",
  month: "本月 {spent} / {budget}",
  noBudget: "今日 {spent}",
  left: "本分钟还可调用 {n} / {limit} 次",
  noKey: "链接不完整：缺少 # 之后的部分。请向给你链接的人索取完整链接。",
  closed: "此链接已失效。",
  loading: "正在打开…",
  model: "模型",
  noModels: "此链接目前没有可用的模型。",
  conversation: "对话",
  you: "你",
  prompt: "你的消息",
  promptHint: "Enter 发送，Shift+Enter 换行",
  send: "发送",
  stop: "停止",
  clear: "重新开始",
  empty: "随便问点什么，回答会逐字显示在这里。",
  thinking: "等待开头…",
  stopped: "已停止",
  noScript: "此页面需要 JavaScript。",
  unreachable: "无法连接网关。请检查网络。",
  broken: "回答中断了。",
};
