import type { Settings } from "../store/settings/record.ts";

/** What each setting means; the English words are with their schemas. */
export const settingsZh: Record<keyof Settings, string> = {
  defaultModel: "请求没有指定模型时使用的模型；留空则拒绝这样的请求",
  aliases: "客户端写的模型名代表哪些模型：按顺序尝试",
  strategy: "在可以接受调用的账户中如何选择",
  affinity: "在账户健康的前提下，让同一段对话留在同一个账户上",
  maxQueueMs: "等待账户空位的最长时间，毫秒",
  requestBudgetMs: "到第一个事件为止所有尝试的总时间，毫秒",
  reserveMicroCents: "每个账户中任何调用都不得动用的额度；1 美元是 100,000,000",
  defaultMaxTokens: "客户端没有设置时的答案上限，token 数",
  keepAliveMs: "流沉默多久之后用注释保持连接，毫秒",
  recordDays: "请求记录保留的天数",
  bodyHours: "请求正文（若有保留）保留的小时数",
  responseDays: "Responses API 的响应为其密钥保留的天数；0 表示不保存",
  auditDays: "审计日志保留的天数",
  corsOrigins: "允许其网页调用公开 API 的来源；* 表示任意来源，[] 表示都不允许",
  simulator: "何时提供模拟模型；auto：没有连接账户的时候",
  exposeAccount: "在答案中写明由哪个账户提供服务",
  models: "所有者对模型列表的修改",
};
