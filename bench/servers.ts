import { importMapOptions, run, start } from "./children.ts";
import { chatRequest, HttpClient } from "./http_client.ts";
import { type Target, upstreamStatistics } from "./loads/target.ts";
import { pause } from "./meter.ts";
import type { Bench } from "./scenario.ts";
import { makeTokens } from "./tokens.ts";

/** Enough paid accounts for 3,200 calls a second inside Puter's limits. */
const ACCOUNTS = 160;

/** How long a server may take until it answers. */
const PATIENCE_MS = 60_000;

/**
 * Answers after which code costs what it will cost from then on, and each
 * account was used: V8 improves what runs for tens of thousands of calls.
 */
const WARM_ANSWERS = 20_000;
const WARM_AT_ONCE = 16;

/** Without a question for so long, an account's first use is dealt with. */
const SETTLED_MS = 5000;

/** The servers of a run; each is started when it is first asked for. */
export class Servers {
  readonly #key = `bench-${crypto.randomUUID()}`;
  readonly #upstreamPort = freePort();
  readonly #stops: (() => Promise<void>)[] = [];
  #gateway: Promise<Target> | undefined;

  /**
   * Builds the gateway and starts the fake upstream and the bare proxies.
   *
   * @throws {Error} when one of them does not answer
   */
  async start(): Promise<Omit<Bench, "gateway" | "rounds">> {
    await run([...importMapOptions(), "dev.ts", "build"]);
    const direct = await this.#begin(
      this.#upstreamPort,
      start(["bench/upstream.ts", `${this.#upstreamPort}`], { core: 1 }),
    );
    const passthrough = await this.#proxy();
    return {
      direct,
      passthrough,
      fresh: {
        gateway: () => this.#startGateway(),
        jsPassthrough: () => this.#proxy("js"),
      },
    };
  }

  /** The gateway with its own empty database; the same one each time. */
  gateway(): Promise<Target> {
    this.#gateway ??= this.#startGateway();
    return this.#gateway;
  }

  /** Ends all servers and removes what they stored. */
  async stop(): Promise<void> {
    await Promise.all(this.#stops.map((stop) => stop()));
  }

  get #upstreamUrl(): string {
    return `http://127.0.0.1:${this.#upstreamPort}`;
  }

  #proxy(...through: string[]): Promise<Target> {
    const port = freePort();
    const args = ["bench/passthrough.ts", `${port}`, this.#upstreamUrl];
    return this.#begin(port, start([...args, ...through], { core: 0 }));
  }

  async #startGateway(): Promise<Target> {
    const dataDir = await Deno.makeTempDir({ prefix: "puter-2api-bench-" });
    const port = freePort();
    const options = ["--unstable-no-legacy-abort", ...importMapOptions()];
    const child = start([...options, "main.ts"], {
      core: 0,
      env: {
        PORT: `${port}`,
        DATA_DIR: dataDir,
        PUTER_API_URL: this.#upstreamUrl,
        API_MASTER_KEY: this.#key,
        PUTER_AUTH_TOKENS: makeTokens(ACCOUNTS),
      },
    });
    return await this.#begin(port, child, dataDir);
  }

  async #begin(
    port: number,
    child: Deno.ChildProcess,
    dataDir?: string,
  ): Promise<Target> {
    this.#stops.push(async () => {
      child.kill("SIGTERM");
      await child.status;
      if (dataDir !== undefined) {
        await Deno.remove(dataDir, { recursive: true });
      }
    });
    const target = {
      port,
      pid: child.pid,
      key: this.#key,
      upstreamPort: this.#upstreamPort,
    };
    await warmUp(target);
    return target;
  }
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  listener.close();
  return listener.addr.port;
}

/** Resolves once a target answers, and has answered for a while. */
async function warmUp(target: Target): Promise<void> {
  const { port, key } = target;
  const prompt = "bench chunks=100 group=100";
  const whole = chatRequest({ prompt, stream: false, key });
  const streamed = chatRequest({ prompt, stream: true, key });
  await firstAnswer(port, whole);
  let count = 0;
  await Promise.all(Array.from({ length: WARM_AT_ONCE }, async () => {
    const client = await HttpClient.connect(port);
    while (count < WARM_ANSWERS) {
      await client.exchange(count++ % 2 === 0 ? whole : streamed);
    }
    client.close();
  }));
  await settle(target);
}

/** The gateway asks once what each account has left after its first use. */
async function settle(target: Target): Promise<void> {
  const begun = performance.now();
  let seen = -1;
  while (performance.now() - begun < PATIENCE_MS) {
    const { asides } = await upstreamStatistics(target);
    if (asides === seen) return;
    seen = asides;
    await pause(SETTLED_MS);
  }
}

async function firstAnswer(port: number, request: Uint8Array): Promise<void> {
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
