import { accountStatesZh } from "./account_states_zh.ts";
import { tracesZh } from "./traces_zh.ts";
import type { Words } from "./mod.ts";

/** Simplified Chinese words of the cockpit. */
export const zh: Words = {
  accountStates: accountStatesZh,
  traces: tracesZh,
  title: "puter-2api",
  description: "用你自己的 Puter 账户提供一个兼容 OpenAI 的 API。",
  skip: "跳到正文",
  otherLanguage: "English",
  home: {
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
    connect: "连接账户",
    connectSteps: [
      "登录 puter.com，打开 puter.com/?action=copyauth（或控制台中的 Account、API Token），复制令牌（以 eyJ 开头）。",
      "用所有者密钥把令牌发给本服务器；该密钥在首次启动时于日志中显示一次。也可以设置环境变量 PUTER_AUTH_TOKENS 后重新启动。",
      "查询模型列表，或使用上面的表单：真实模型已取代模拟模型。",
    ],
    connectNote:
      "令牌在存储前会被加密，并且只发送给 Puter。它代表你的整个账户，所以请只连接属于你自己的账户。",
  },
  tryIt: {
    heading: "试一试",
    key: "密钥",
    keyHint: "只保留在此标签页中，离开后即忘记。",
    load: "加载模型",
    loading: "加载中…",
    model: "模型",
    modelHint: "请先用密钥加载模型。",
    message: "消息",
    firstMessage: "用一句话打个招呼。",
    send: "发送",
    stop: "停止",
    answer: "回答",
    waiting: "等待第一个字…",
    simulated: "这是模拟回答：没有询问任何模型。",
    stopped: "已停止。",
    cut: "回答因长度限制被截断。",
    filtered: "回答被内容过滤器拦下。",
    broken: "回答在结束之前中断了。",
    empty: "回答是空的。",
    unreachable: "无法连接服务器。",
    failed: "请求失败，状态码",
    noModels: "这个密钥没有可用的模型。",
    needsScript: "此表单需要 JavaScript。",
  },
  error: {
    notFound: "没有这个页面",
    notFoundHelp: "地址可能有误，或者页面已经移走。",
    failed: "此页面出错了",
    failedHelp: "原因见服务器日志。没有任何改动。",
    home: "返回首页",
  },
};
