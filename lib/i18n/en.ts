import { accountStatesEn } from "./account_states_en.ts";
import { accountsEn } from "./en/accounts.ts";
import { analyticsEn } from "./en/analytics.ts";
import { commonEn } from "./en/common.ts";
import { connectEn } from "./en/connect.ts";
import { guestEn } from "./en/guest.ts";
import { keysEn } from "./en/keys.ts";
import { landingEn } from "./en/landing.ts";
import { loginEn } from "./en/login.ts";
import { overviewEn } from "./en/overview.ts";
import { playgroundEn } from "./en/playground.ts";
import { requestsEn } from "./en/requests.ts";
import { settingsEn } from "./en/settings.ts";
import { shellEn } from "./en/shell.ts";
import { surfacesEn } from "./en/surfaces.ts";
import { tracesEn } from "./traces_en.ts";

/** English words of the cockpit, by page. */
export const en = {
  title: "puter-2api",
  description: "One OpenAI-compatible API over your own Puter accounts.",
  accountStates: accountStatesEn,
  traces: tracesEn,
  common: commonEn,
  shell: shellEn,
  landing: landingEn,
  login: loginEn,
  overview: overviewEn,
  accounts: accountsEn,
  keys: keysEn,
  guest: guestEn,
  surfaces: surfacesEn,
  requests: requestsEn,
  analytics: analyticsEn,
  playground: playgroundEn,
  connect: connectEn,
  settings: settingsEn,
};
