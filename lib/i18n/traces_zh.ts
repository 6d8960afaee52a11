import type { tracesEn } from "./traces_en.ts";

/** Simplified Chinese words about what happened to a request. */
export const tracesZh: typeof tracesEn = {
  served: "{ms} 毫秒后以 {status} 完成应答。",
  refused: "客户端收到 {status} {code}。原因：{blame}。",
  left: "客户端在 {ms} 毫秒后关闭了连接。",
  noChoice: "没有账户可以接受此调用。共 {n} 个：{skipped}。",
  noAccounts: "没有账户可以接受此调用：尚未连接任何账户。",
  queued: "排队等待了 {ms} 毫秒。",
  simulator: "模拟器",
  attempt: {
    served: "第 {i} 次尝试，{account}：Puter 在 {ms} 毫秒后开始应答。",
    failed: "第 {i} 次尝试，{account}：{ms} 毫秒后{what}。原因：{blame}。",
    broken:
      "第 {i} 次尝试，{account}：应答在 {bytes} 字节后中断（{code}）。原因：{blame}。",
    cancelled: "第 {i} 次尝试，{account}：{ms} 毫秒后被取消。",
    answered: "Puter 返回 {status}（{code}）",
    silent: "Puter 没有应答（{code}）",
    ofModel: "{account}，模型 {model}",
  },
  blame: {
    client: "客户端发送的内容或其行为",
    account: "该账户",
    plan: "该账户的套餐",
    model: "模型供应商",
    upstream: "Puter",
    network: "到 Puter 的网络连接",
    gateway: "本网关的限制与设置",
  },
  companion: {
    attempt: {
      served: "伴随端点在 {ms} 毫秒后应答。",
      failed: "{ms} 毫秒后{what}。原因：{blame}。",
      cancelled: "对伴随端点的调用在 {ms} 毫秒后被取消。",
      answered: "伴随端点返回 {status}（{code}）",
      silent: "伴随端点没有应答（{code}）",
    },
    blame: {
      upstream: "伴随端点",
      network: "到伴随端点的网络连接",
    },
  },
  effect: {
    cool: "该账户将暂时休息。",
    disable: "在所有者处理之前，该账户停止使用。",
    wait_for_own_call: "在它自己的某个调用结束之前，该账户不再接受调用。",
    check_credit: "已向 Puter 查询该账户的剩余额度。",
    mark_plan: "一段时间内不会再向该账户请求此内容。",
    wrong_kind: "该账户的令牌类型不适用于此调用。",
  },
  next: {
    stop: "没有再尝试。",
    same_account: "同一调用又进行了一次。",
    other_account: "改用了另一个账户。",
    other_model: "改用了别名中的下一个模型。",
  },
  skipped: {
    paused: "{n} 个已被你暂停",
    disabled: "{n} 个停用，等待你处理",
    exhausted: "{n} 个额度用尽",
    cooling: "{n} 个被拒后休息中",
    plan: "{n} 个套餐不包含此项",
    tried: "{n} 个已经尝试过",
    reserve: "{n} 个已到额度储备线",
    at_once: "{n} 个的并发调用已达 Puter 上限",
    per_window: "{n} 个在 10 秒内的调用已达 Puter 上限",
  },
};
