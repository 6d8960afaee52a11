import type { CDPSession, Page } from "puppeteer-core";
import { replaceServices } from "../../lib/gateway/services.ts";
import type { Language } from "../../lib/i18n/mod.ts";
import type { Theme } from "../../lib/i18n/theme.ts";
import { type TestApp, testApp } from "./app.ts";
import { withBrowser } from "./browser.ts";
import {
  OWNER_KEY,
  type TestGateway,
  testGateway,
  type TestGatewayOptions,
} from "./gateway.ts";

/** How a page is looked at. */
export interface Look {
  language?: Language;
  theme?: Theme;
  /** CSS pixels; 1440 by 900 unless told. */
  width?: number;
  height?: number;
}

/** A complaint of axe. */
export interface AxeViolation {
  id: string;
  help: string;
  nodes: { html: string; failureSummary: string }[];
}

/** A cockpit in a browser whose owner is signed in. */
export interface CockpitBrowser {
  gateway: TestGateway;
  page: Page;
  origin: string;
  /** Errors of the console and of scripts since the last `open`. */
  problems: string[];
  /** Bytes of scripts that came over the wire since the last `open`. */
  scriptBytes(): number;
  /** Opens a page and waits until it is at rest. */
  open(path: string, look?: Look): Promise<void>;
  /** What axe complains about in the page as it is now. */
  axe(): Promise<AxeViolation[]>;
  /** Pixels that the page is wider than its window. */
  overflow(): Promise<number>;
  /** Writes `<name>.png` where `SCREENSHOTS` says, and nothing without it. */
  screenshot(name: string): Promise<void>;
  signIn(): Promise<void>;
  signOut(): Promise<void>;
}

/** What a cockpit in a browser may differ in. */
export interface CockpitOptions extends TestGatewayOptions {
  /** True unless told. */
  isSignedIn?: boolean;
  /** Stands between the browser and the app. */
  front?: (app: TestApp) => TestApp;
}

/** Opens a browser on a gateway of its own; pages are real, Puter is not. */
export async function withCockpit(
  { isSignedIn = true, front, ...options }: CockpitOptions,
  visit: (cockpit: CockpitBrowser) => Promise<void>,
): Promise<void> {
  const gateway = await testGateway(options);
  replaceServices(gateway.services);
  try {
    const app = await testApp();
    await withBrowser(front?.(app) ?? app, async ({ page, origin }) => {
      const cockpit = await open({ gateway, page, origin });
      if (isSignedIn) await cockpit.signIn();
      await visit(cockpit);
    });
  } finally {
    await gateway.close();
  }
}

interface Parts {
  gateway: TestGateway;
  page: Page;
  origin: string;
}

async function open({ gateway, page, origin }: Parts): Promise<CockpitBrowser> {
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  const client = await page.createCDPSession();
  const scripts = await countScripts(client);
  const domain = new URL(origin).hostname;
  const setCookie = (name: string, value: string, httpOnly = false) =>
    page.browserContext().setCookie(
      { name, value, domain, path: "/", httpOnly },
    );
  return {
    gateway,
    page,
    origin,
    problems,
    scriptBytes: () => scripts.bytes,
    async open(path, look = {}) {
      const { language = "en", theme = "light", width = 1440 } = look;
      await setCookie("p2a_lang", language);
      await setCookie("p2a_theme", theme);
      await page.setViewport({ width, height: look.height ?? 900 });
      problems.length = 0;
      scripts.bytes = 0;
      await page.goto(`${origin}${path}`, { waitUntil: "load" });
      await page.waitForNetworkIdle({ idleTime: 150, concurrency: 2 });
    },
    async axe() {
      if (!await page.evaluate("typeof axe === 'object'")) {
        await page.evaluate(await axeSource());
      }
      await page.evaluate(MOVED_IN);
      const { violations } = await page.evaluate("axe.run()") as {
        violations: AxeViolation[];
      };
      return violations;
    },
    overflow: () =>
      page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
      ) as Promise<number>,
    async screenshot(name) {
      const directory = Deno.env.get("SCREENSHOTS");
      if (directory === undefined) return;
      await page.evaluate(MOVED_IN);
      await Deno.mkdir(directory, { recursive: true });
      const bytes = await page.screenshot({ fullPage: true });
      await Deno.writeFile(`${directory}/${name}.png`, bytes);
    },
    async signIn() {
      const res = await gateway.fetch("/api/session", {
        method: "POST",
        key: "",
        body: JSON.stringify({ key: OWNER_KEY }),
      });
      await res.body?.cancel();
      const [, name = "", value = ""] =
        /^([^=]+)=([^;]+)/.exec(res.headers.get("set-cookie") ?? "") ?? [];
      await setCookie(name, value, true);
    },
    async signOut() {
      const context = page.browserContext();
      await context.deleteCookie(...await context.cookies());
    },
  };
}

/** Resolves when what moves in has arrived: until then it is half seen. */
const MOVED_IN = `Promise.allSettled(document.getAnimations()
  .filter((one) => one.effect.getComputedTiming().endTime < Infinity)
  .map((one) => one.finished))`;

/** Counts what arrives, compressed as it was sent. */
async function countScripts(client: CDPSession): Promise<{ bytes: number }> {
  const count = { bytes: 0 };
  const scripts = new Set<string>();
  client.on("Network.responseReceived", ({ requestId, type }) => {
    if (type === "Script") scripts.add(requestId);
  });
  client.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) count.bytes += encodedDataLength;
  });
  await client.send("Network.enable");
  await client.send("Network.setCacheDisabled", { cacheDisabled: true });
  return count;
}

let source: Promise<string> | undefined;

/** Evaluated by the debugger, so that the page's policy does not matter. */
function axeSource(): Promise<string> {
  const path = new URL(import.meta.resolve("axe-core"));
  return source ??= Deno.readTextFile(new URL("./axe.min.js", path));
}
