import { importMapOptions, run, start } from "./children.ts";
import { chatRequest, HttpClient } from "./http_client.ts";
import type { Target } from "./loads/target.ts";
import { pause } from "./meter.ts";
import { makeTokens } from "./tokens.ts";

/** Enough paid accounts for 12,000 calls a second inside Puter's limits. */
const ACCOUNTS = 600;

/** How long a server may take until it answers. */
const PATIENCE_MS = 60_000;

/** The servers of a run. */
export interface Servers {
  /** The fake upstream itself, asked as the others are. */
  direct: Target;
  passthrough: Target;
  gateway: Target;
  /** Ends them and removes what the gateway stored. */
  stop(): Promise<void>;
}

/**
 * Builds the gateway and starts all servers.
 *
 * @throws {Error} when one of them does not answer
 */
export async function startServers(): Promise<Servers> {
  await run([...importMapOptions(), "dev.ts", "build"]);
  const dataDir = await Deno.makeTempDir({ prefix: "puter-2api-bench-" });
  const key = `bench-${crypto.randomUUID()}`;
  const upstreamPort = freePort();
  const upstreamUrl = `http://127.0.0.1:${upstreamPort}`;
  const children: Deno.ChildProcess[] = [];
  function begin(port: number, child: Deno.ChildProcess): Target {
    children.push(child);
    return { port, pid: child.pid, key, upstreamPort };
  }
  const direct = begin(
    upstreamPort,
    start(["bench/upstream.ts", `${upstreamPort}`], { core: 1 }),
  );
  const proxyPort = freePort();
  const passthrough = begin(
    proxyPort,
    start(["bench/passthrough.ts", `${proxyPort}`, upstreamUrl], { core: 0 }),
  );
  const gatewayPort = freePort();
  const gateway = begin(
    gatewayPort,
    start([...importMapOptions(), "main.ts"], {
      core: 0,
      env: {
        PORT: `${gatewayPort}`,
        DATA_DIR: dataDir,
        PUTER_API_URL: upstreamUrl,
        API_MASTER_KEY: key,
        PUTER_AUTH_TOKENS: makeTokens(ACCOUNTS),
      },
    }),
  );
  async function stop(): Promise<void> {
    for (const child of children) child.kill("SIGTERM");
    await Promise.all(children.map(({ status }) => status));
    await Deno.remove(dataDir, { recursive: true });
  }
  try {
    for (const target of [direct, passthrough, gateway]) await isUp(target);
  } catch (cause) {
    await stop();
    throw cause;
  }
  return { direct, passthrough, gateway, stop };
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  listener.close();
  return listener.addr.port;
}

/** Resolves once a target has answered a question. */
async function isUp({ port, key }: Target): Promise<void> {
  const request = chatRequest({ prompt: "bench", stream: false, key });
  const begun = performance.now();
  let last: unknown;
  while (performance.now() - begun < PATIENCE_MS) {
    try {
      const client = await HttpClient.connect(port);
      const { status, text } = await client.exchange(request);
      client.close();
      if (status === 200) return;
      last = text;
    } catch (cause) {
      last = cause;
    }
    await pause(100);
  }
  throw new Error(`Nobody answers on port ${port}`, { cause: last });
}
