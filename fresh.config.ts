import type { FreshConfig } from "fresh";
import type { BuildOptions } from "fresh/dev";

/** Options of the app. */
export const appOptions: FreshConfig = {};

/** Options of the build. */
export const buildOptions: BuildOptions = {
  root: import.meta.dirname,
  target: ["chrome99", "firefox99", "safari15"],
};

/** Where the server listens; `PORT` chooses. */
export const serveOptions = {
  port: Number(Deno.env.get("PORT") || 8000),
  onError: answerFault,
};

/** What the app itself could not answer, although it answers its own faults. */
function answerFault(error: unknown): Response {
  console.error(error);
  return new Response(null, { status: 500 });
}
