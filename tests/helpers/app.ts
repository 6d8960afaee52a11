import { Builder } from "fresh/dev";
import { buildOptions } from "../../fresh.config.ts";
import { app } from "../../main.ts";

/** Answers a request as the running server would. */
export type TestApp = (
  request: Request,
  info?: Deno.ServeHandlerInfo,
) => Promise<Response>;

let started: Promise<TestApp> | undefined;

/** The real app of `main.ts` with its file routes, built once in memory. */
export function testApp(): Promise<TestApp> {
  return started ??= start();
}

async function start(): Promise<TestApp> {
  const builder = new Builder(buildOptions);
  const applySnapshot = await builder.build({ snapshot: "memory" });
  applySnapshot(app);
  return app.handler();
}
