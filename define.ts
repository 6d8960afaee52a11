import { createDefine } from "fresh";
import type { SessionView } from "./lib/auth/sessions.ts";
import type { PageName } from "./lib/cockpit/pages.ts";
import type { Services } from "./lib/gateway/services.ts";

/** What middlewares hand to routes and pages. */
export interface State {
  services: Services;
  /** The page that is shown; null on others, absent outside of the cockpit. */
  page?: PageName | null;
  /** Title of the document, where it is not that of the page. */
  title?: string;
  /** Style sheets of a page that is none of the navigation's. */
  styles?: string[];
  /** Null while nobody is signed in. */
  session?: SessionView | null;
  /** Whether the simulator answers alone or beside accounts; null when not. */
  simulator?: "only" | "beside" | null;
}

/** Typed helpers for routes, layouts, pages and middlewares. */
export const define = createDefine<State>();
