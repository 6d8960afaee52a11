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

/** Faults outside every middleware: broken percent-encoding, or a bug. */
function answerFault(error: unknown): Response {
  const status = error instanceof URIError ? 400 : 500;
  if (status === 500) console.error(error);
  return new Response(null, { status });
}
