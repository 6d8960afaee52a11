import type { settingsEn } from "../en/settings.ts";

/** Simplified Chinese words of the page `settings`. */
export const settingsZh: typeof settingsEn = {
  heading: "设置",
  lead: "当前生效的设置、其来源，以及修改记录。",
};
