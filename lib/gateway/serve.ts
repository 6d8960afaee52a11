import { readConfig } from "../config.ts";
import { greeting } from "./greeting.ts";
import { createServices, replaceServices, type Services } from "./services.ts";

/** Signals that follow each other faster are one, in ms. */
const REPEAT_MS = 500;

/** Answers requests: what a built server exports as `fetch`. */
export type Fetch = (
  req: Request,
  info: Deno.ServeHandlerInfo,
) => Response | Promise<Response>;

/**
 * Serves on the configured port, says where and with which key, and writes what
 * waits before the process ends.
 */
export function serve(
  fetch: Fetch,
  options: Pick<Deno.ServeTcpOptions, "onError">,
): void {
  let ownerKey: string | undefined;
  const config = readConfig((name) => Deno.env.get(name));
  const services = createServices({
    config,
    announce: (key) => ownerKey = key,
  });
  replaceServices(services);
  for (const warning of config.warnings) say(`Warning: ${warning}`);
  const server = Deno.serve({
    ...options,
    port: config.port,
    ...(config.host === undefined ? {} : { hostname: config.host }),
    onListen: ({ port }) => {
      greet(services, port, () => ownerKey);
    },
  }, fetch);
  closeOnSignal(server, services);
}

async function greet(
  services: Services,
  port: number,
  ownerKey: () => string | undefined,
): Promise<void> {
  try {
    await services.ready();
  } catch (thrown) {
    say(`Not ready: ${thrown instanceof Error ? thrown.message : thrown}`);
  }
  const isSimulated = services.puter.pool.size === 0 &&
    services.simulator() !== null;
  say(greeting({ port, ownerKey: ownerKey(), isSimulated }));
}

/**
 * Running answers get a few seconds; a second signal ends them at once. Process
 * managers may deliver the first one twice, so repeats must be later than that.
 */
function closeOnSignal(
  server: Deno.HttpServer,
  services: Services,
): void {
  const signals: Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT"]
    : ["SIGINT", "SIGTERM"];
  let closingSince = 0;
  async function close(): Promise<void> {
    const now = performance.now();
    if (closingSince > 0) {
      if (now - closingSince > REPEAT_MS) Deno.exit(1);
      return;
    }
    closingSince = now;
    // Their viewers would stay until the patience is at its end.
    await services.feed.close();
    const patience = new Promise((resolve) => setTimeout(resolve, 3000));
    await Promise.race([server.shutdown(), patience]);
    await services.close();
    Deno.exit(0);
  }
  for (const signal of signals) Deno.addSignalListener(signal, close);
}

function say(text: string): void {
  // deno-lint-ignore no-console
  console.log(text);
}
