import { createDefine } from "fresh";
import type { Services } from "./lib/gateway/services.ts";

/** What middlewares hand to routes and pages. */
export interface State {
  services: Services;
}

/** Typed helpers for routes, layouts, pages and middlewares. */
export const define = createDefine<State>();
