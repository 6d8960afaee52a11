import type { shellEn } from "../en/shell.ts";

/** Simplified Chinese words of the frame around every page. */
export const shellZh: typeof shellEn = {
  skip: "跳到正文",
  pages: {
    overview: "概览",
    accounts: "账户",
    keys: "密钥",
    requests: "请求",
    analytics: "统计",
    playground: "试验场",
    connect: "接入",
    settings: "设置",
    login: "登录",
  },
  navigation: "页面",
  more: "更多",
  preferences: "语言、主题与会话",
  language: "语言",
  theme: "主题",
  themes: { system: "跟随系统", light: "浅色", dark: "深色" },
  signOut: "退出登录",
  notices: "消息",
  dismiss: "关闭消息",
  simulator: {
    label: "模拟器",
    only: "尚未连接账户：由内置模拟器回答，其内容均为编造。",
    beside: "模拟器已开启：名称以 simulator/ 开头的模型，其回答均为编造。",
    connect: "连接账户",
  },
  error: {
    notFound: "没有这个页面",
    notFoundHelp: "地址可能有误，或者页面已经移走。",
    failed: "此页面出错了",
    failedHelp: "原因见服务器日志。没有任何改动。",
    home: "返回首页",
  },
};
