import type { LucideIcon } from "lucide-preact";
import type { PAGES } from "../../lib/cockpit/pages.ts";
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
export const PAGE_ICONS: Record<typeof PAGES[number], LucideIcon> = {
  overview: LayoutDashboard,
  accounts: Users,
  keys: KeyRound,
  requests: Activity,
  analytics: ChartColumn,
  playground: FlaskConical,
  connect: Plug,
  settings: Settings,
};
