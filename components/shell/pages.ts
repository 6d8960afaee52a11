import type { PAGES } from "../../lib/cockpit/pages.ts";
import type { Drawing } from "../Icon.tsx";
import {
  Activity,
  ChartColumn,
  FlaskConical,
  KeyRound,
  LayoutDashboard,
  Plug,
  Settings,
  Users,
} from "../icons.ts";

/** The drawing of each page in the navigation. */
export const PAGE_ICONS: Record<typeof PAGES[number], Drawing> = {
  overview: LayoutDashboard,
  accounts: Users,
  keys: KeyRound,
  requests: Activity,
  analytics: ChartColumn,
  playground: FlaskConical,
  connect: Plug,
  settings: Settings,
};
