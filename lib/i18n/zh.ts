import type { en } from "./en.ts";
import { accountStatesZh } from "./account_states_zh.ts";
import { accountsZh } from "./zh/accounts.ts";
import { analyticsZh } from "./zh/analytics.ts";
import { commonZh } from "./zh/common.ts";
import { connectZh } from "./zh/connect.ts";
import { guestZh } from "./zh/guest.ts";
import { keysZh } from "./zh/keys.ts";
import { landingZh } from "./zh/landing.ts";
import { loginZh } from "./zh/login.ts";
import { overviewZh } from "./zh/overview.ts";
import { playgroundZh } from "./zh/playground.ts";
import { requestsZh } from "./zh/requests.ts";
import { settingsZh } from "./zh/settings.ts";
import { shellZh } from "./zh/shell.ts";
import { surfacesZh } from "./zh/surfaces.ts";
import { tracesZh } from "./traces_zh.ts";

/** Chinese words of the cockpit, by page. */
export const zh: typeof en = {
  title: "puter-2api",
  description: "用你自己的 Puter 账户，得到一个兼容 OpenAI 的 API。",
  accountStates: accountStatesZh,
  traces: tracesZh,
  common: commonZh,
  shell: shellZh,
  landing: landingZh,
  login: loginZh,
  overview: overviewZh,
  accounts: accountsZh,
  keys: keysZh,
  guest: guestZh,
  surfaces: surfacesZh,
  requests: requestsZh,
  analytics: analyticsZh,
  playground: playgroundZh,
  connect: connectZh,
  settings: settingsZh,
};
