import { App, staticFiles } from "fresh";
import type { State } from "./define.ts";
import { appOptions, serveOptions } from "./fresh.config.ts";
import { answerFaults } from "./lib/gateway/answer_faults.ts";
import { registerCrons } from "./lib/gateway/crons.ts";
import {
  exceptApis,
  provideServices,
  serveBasePaths,
} from "./lib/gateway/middlewares.ts";
import { serve } from "./lib/gateway/serve.ts";

class GatewayApp extends App<State> {
  override handler() {
    return answerFaults(super.handler());
  }
}

/** The whole application: middlewares, then the files of `routes/`. */
export const app: App<State> = new GatewayApp(appOptions)
  .use(provideServices())
  .use(serveBasePaths(() => app.handler()))
  .use(exceptApis(staticFiles()))
  .fsRoutes();

registerCrons();

if (import.meta.main) {
  // The built server imports this module, so waiting for it would never end.
  import(import.meta.resolve("./_fresh/server.js")).then(({ default: built }) =>
    serve(built.fetch, { onError: serveOptions.onError })
  );
}
