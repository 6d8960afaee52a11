import { App, staticFiles } from "fresh";
import type { State } from "./define.ts";
import { appOptions, serveOptions } from "./fresh.config.ts";

/** The whole application: middlewares, then the files of `routes/`. */
export const app: App<State> = new App<State>(appOptions)
  .use(staticFiles())
  .fsRoutes();

if (import.meta.main) {
  // The built server imports this module, so waiting for it would never end.
  import(import.meta.resolve("./_fresh/server.js")).then(({ default: built }) =>
    Deno.serve(serveOptions, built.fetch)
  );
}
