import puppeteer, { type Page } from "puppeteer-core";
import type { TestApp } from "./app.ts";

/** A page of a real browser, and where the app is served to it. */
export interface BrowserPage {
  page: Page;
  origin: string;
}

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Serves an app on a free port and opens a browser on it. */
export async function withBrowser(
  handler: TestApp,
  visit: (opened: BrowserPage) => Promise<void>,
): Promise<void> {
  const executablePath = await findChromium();
  const userDataDir = await Deno.makeTempDir();
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    handler,
  );
  const browser = await puppeteer.launch({
    executablePath,
    userDataDir,
    args: FLAGS,
  });
  try {
    const page = await browser.newPage();
    // A busy machine is slow, and that is no failure.
    page.setDefaultTimeout(120_000);
    await visit({ page, origin: `http://127.0.0.1:${server.addr.port}` });
  } finally {
    await browser.close();
    await server.shutdown();
    await Deno.remove(userDataDir, { recursive: true });
  }
}

/** Debian's browser; `CHROMIUM_PATH` names another, root gets it installed. */
async function findChromium(): Promise<string> {
  const given = Deno.env.get("CHROMIUM_PATH");
  const path = given ?? "/usr/bin/chromium";
  if (await exists(path)) return path;
  if (!given && Deno.build.os === "linux" && Deno.uid() === 0) {
    await run("apt-get", "update", "-qq");
    await run(
      ...["apt-get", "install", "-y", "-qq", "--no-install-recommends"],
      "chromium",
    );
    if (await exists(path)) return path;
  }
  throw new Error(
    `Cannot find a browser at ${path}: install Chromium, or set CHROMIUM_PATH`,
  );
}

async function exists(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch {
    return false;
  }
}

/** A command that fails leaves it to the caller to see what is missing. */
async function run(command: string, ...args: string[]): Promise<void> {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const process = new Deno.Command(command, { args, env, stdout: "null" });
  await process.spawn().status.catch(() => {});
}
