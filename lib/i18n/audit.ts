import type { Language } from "./mod.ts";

/** What was done, in words, by action. */
const ACTIONS: Record<string, Record<Language, string>> = {
  "settings.change": { en: "Settings changed", zh: "设置已修改" },
  "companion.change": {
    en: "Companion endpoint changed",
    zh: "伴随端点已修改",
  },
  "key.create": { en: "Client key made", zh: "客户端密钥已创建" },
  "key.change": { en: "Client key changed", zh: "客户端密钥已修改" },
  "key.rotate": { en: "Client key rotated", zh: "客户端密钥已轮换" },
  "key.revoke": { en: "Client key revoked", zh: "客户端密钥已撤销" },
  "account.import": {
    en: "Account connected from the environment",
    zh: "账户已从环境变量连接",
  },
  "account.connect": { en: "Account connected", zh: "账户已连接" },
  "account.remove": { en: "Account removed", zh: "账户已移除" },
  "account.change": { en: "Account changed", zh: "账户已修改" },
  "account.pause": { en: "Account paused", zh: "账户已暂停" },
  "account.resume": { en: "Account resumed", zh: "账户已恢复" },
  "requests.delete": { en: "Request records deleted", zh: "请求记录已删除" },
  "session.open": { en: "Signed in", zh: "已登录" },
  "session.close": { en: "Signed out", zh: "已退出登录" },
  "session.revoke": { en: "Browser signed out", zh: "浏览器会话已撤销" },
  "session.refuse": { en: "Sign-in refused", zh: "登录被拒绝" },
  "backup.make": { en: "Backup made", zh: "备份已生成" },
  "backup.restore": { en: "Backup restored", zh: "备份已恢复" },
};

const TAKEN_BACK: Record<Language, (what: string) => string> = {
  en: (what) => `Taken back: ${what}`,
  zh: (what) => `已撤销：${what}`,
};

/** What an event of the audit log says; the bare action where it is new. */
export function describeAction(
  { action, undoes }: { action: string; undoes?: string },
  language: Language,
): string {
  const what = ACTIONS[action]?.[language] ?? action;
  return undoes === undefined ? what : TAKEN_BACK[language](what);
}

/** Every action that has words. */
export const KNOWN_ACTIONS: readonly string[] = Object.keys(ACTIONS);
