import { createDefine } from "fresh";

/** What middlewares hand to routes and pages. */
// deno-lint-ignore no-empty-interface
export interface State {}

/** Typed helpers for routes, layouts, pages and middlewares. */
export const define = createDefine<State>();
