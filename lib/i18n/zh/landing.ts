import type { landingEn } from "../en/landing.ts";

/** Simplified Chinese words of the page that everybody may see. */
export const landingZh: typeof landingEn = {
  headline: "你的 Puter 账户，一个 API",
  lead:
    "本网关对外提供 OpenAI 接口，背后用你自己的账户调用 Puter。凡是能填写接口地址和密钥的客户端都可以使用。",
  status: "状态",
  baseUrl: "API 地址",
  databaseName: "数据库",
  database: {
    ready: "就绪",
    unassigned: "尚未分配",
    unreachable: "无法打开",
  },
  databaseHelp: {
    unassigned:
      "密钥、账户和记录都存放在 Deno KV 数据库中。请为此应用分配一个 KV 数据库，然后重新部署。",
    unreachable:
      "密钥、账户和记录需要数据库。请确认 DATA_DIR 是可写的目录；如果设置了 KV_URL，请检查其服务器是否运行并接受 KV_ACCESS_TOKEN。",
  },
  answers: "由谁回答",
  answeredBy: {
    puter: "Puter（通过已连接的账户）",
    simulator: "内置模拟器：尚未连接任何账户",
    nobody: "无人回答：尚未连接任何账户",
    unknown: "没有数据库，无法得知",
  },
  simulatorHelp:
    "模拟回答由本服务器编造，其模型名以 simulator/ 开头。连接账户后才能使用真实模型。",
  use: "使用",
  useLead: "把上面的地址和一个密钥填入客户端即可。在终端中是这样的：",
  signIn: "打开控制台",
  reference: "API 参考（OpenAPI）",
};
