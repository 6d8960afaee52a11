export { App } from "./app.ts";
export type { Context } from "./context.ts";
export { createDefine, page } from "./define.ts";
export { HttpError } from "./runtime.ts";
export { staticFiles } from "./static_files.ts";
export type * from "./types.ts";
