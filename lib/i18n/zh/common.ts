import type { commonEn } from "../en/common.ts";

/** Simplified Chinese words that several pages use. */
export const commonZh: typeof commonEn = {
  save: "保存",
  cancel: "取消",
  close: "关闭",
  remove: "移除",
  undo: "撤销",
  retry: "重试",
  copy: "复制",
  copied: "已复制",
  copyFailed: "无法复制：请选中文字后手动复制",
  show: "显示",
  hide: "隐藏",
  loading: "加载中…",
  saved: "已保存",
  none: "无",
  unknown: "未知",
  more: "更多",
  optional: "可选",
  live: "实时",
  paused: "此标签页隐藏时不更新",
  sure: "确定吗？",
  faults: {
    unreachable: "无法连接网关。请检查网络。",
    signedOut: "你已退出登录。请重新登录后继续。",
    refused: "{message}",
    changed: "此项已在别处修改。请查看后重试。",
    tooMany: "请求过多。请在 {seconds} 秒后重试。",
    broken: "网关的回答无法读取。",
  },
};
