import { assert, assertEquals, assertMatch } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { en } from "../../lib/i18n/en.ts";
import {
  type CockpitBrowser,
  withCockpit,
} from "../helpers/cockpit_browser.ts";
import { textOf } from "../helpers/cockpit_page.ts";
import { testGateway } from "../helpers/gateway.ts";

const LIMITS = {
  name: "Ann",
  guest: true,
  perMinute: 10,
  dailyMicroCents: 50_000_000,
  surfaces: ["chat_completions"],
};

interface Guest {
  id: string;
  key: string;
  guestId: string;
}

async function invite(
  { gateway }: Pick<CockpitBrowser, "gateway">,
  options: Record<string, unknown> = {},
): Promise<Guest> {
  const res = await gateway.post("/api/keys", { ...LIMITS, ...options });
  assertEquals(res.status, 201);
  return await res.json();
}

describe("the page of a guest link", () => {
  it("is there for who knows its id, for nobody to find or to frame", async () => {
    const gateway = await testGateway({ accounts: [] });
    const { guestId, key } = await invite({ gateway });
    const res = await gateway.fetch(`/guest/${guestId}`, { key: "" });
    assertEquals(res.status, 200);
    assertEquals(res.headers.get("cache-control"), "no-store");
    assertEquals(res.headers.get("referrer-policy"), "no-referrer");
    assertMatch(String(res.headers.get("x-robots-tag")), /noindex/);
    const html = await res.text();
    assert(html.includes("Ann"));
    assert(!html.includes(key));
    assert(!html.includes(key.slice(0, 12)));
    await gateway.close();
  });

  it("is gone when the link was killed, has ended, or never was", async () => {
    const gateway = await testGateway({ accounts: [] });
    const killed = await invite({ gateway });
    const ended = await invite({ gateway }, { expiresAt: 1_700_000_000_000 });
    const plain = await invite({ gateway }, { guest: false });
    assertEquals(plain.guestId, null);
    await (await gateway.fetch(`/api/keys/${killed.id}`, { method: "DELETE" }))
      .body?.cancel();
    const ids = [killed.guestId, ended.guestId, "null", plain.id, "x"];
    for (const id of ids) {
      const res = await gateway.fetch(`/guest/${id}`, { key: "" });
      assertEquals(res.status, 404, id);
      await res.body?.cancel();
    }
    await gateway.close();
  });

  it("tells its usage to its own key alone", async () => {
    const gateway = await testGateway({ accounts: [] });
    const { guestId, key } = await invite({ gateway });
    const other = await invite({ gateway });
    const path = `/guest/${guestId}/usage`;
    const own = await gateway.fetch(path, { key });
    assertEquals(own.status, 200);
    const usage = await own.json();
    assertEquals(usage.perMinute, 10);
    assertEquals(usage.lastMinute, 0);
    assertEquals(usage.dailyMicroCents, 50_000_000);
    for (const [with_, status] of [[other.key, 404], ["", 401]] as const) {
      const res = await gateway.fetch(path, { key: with_ });
      assertEquals(res.status, status);
      await res.body?.cancel();
    }
    await gateway.close();
  });

  it("lets a guest talk, with the key out of sight and of every address", async () => {
    const options = { accounts: [], isSignedIn: false };
    await withCockpit(options, async (cockpit) => {
      const { page, open, gateway, problems, axe, origin } = cockpit;
      const { guestId, key, id } = await invite(cockpit);
      const urls: string[] = [];
      const cookies: string[] = [];
      page.on("request", (request) => {
        urls.push(request.url());
        cookies.push(request.headers().cookie ?? "");
      });
      await open(`/guest/${guestId}#${key}`);
      await page.waitForSelector("#guest-prompt");
      assertEquals(page.url(), `${origin}/guest/${guestId}`);
      await page.focus("#guest-prompt");
      await page.keyboard.type("Say hello");
      await page.keyboard.press("Enter");
      await page.waitForSelector(".turn.assistant .turn-text");
      await page.waitForSelector(".guest-form [type=submit]");
      await page.waitForFunction(
        `document.querySelector(".guest-meter").textContent.includes("9 of 10")`,
      );
      assert((await textOf(cockpit, ".turn.assistant .turn-text")).length > 1);
      await cockpit.screenshot("guest-en-light-1440");
      assertEquals(await axe(), []);
      const sent = urls.filter((url) => url.startsWith("http"));
      assert(sent.length > 3);
      assert(sent.every((url) => !new URL(url).pathname.includes("sk-")));
      assert(!(await page.content()).includes(key));
      await page.reload();
      await page.waitForSelector("#guest-prompt");
      await gateway.services.recorder.flush();
      const listed = await gateway.fetch(`/api/requests?key=${id}`);
      const { requests } = await listed.json();
      assertEquals(requests.length, 1);
      assertEquals(problems, []);
    });
  });

  it("shows the owner what a guest sees, and never the owner's means", async () => {
    await withCockpit({ accounts: [] }, async (cockpit) => {
      const { page, open } = cockpit;
      const { guestId } = await invite(cockpit);
      await open(`/guest/${guestId}`);
      assertEquals(await textOf(cockpit, ".notice"), en.guest.noKey);
      assertEquals(await page.$("nav"), null);
    });
  });

  it("says that it is over as soon as it is killed", async () => {
    const options = { accounts: [], isSignedIn: false };
    await withCockpit(options, async (cockpit) => {
      const { page, open, gateway, axe, overflow } = cockpit;
      const { guestId, key, id } = await invite(cockpit);
      const look = { language: "zh", theme: "dark", width: 360 } as const;
      await open(`/guest/${guestId}#${key}`, look);
      await page.waitForSelector("#guest-prompt");
      await cockpit.screenshot("guest-zh-dark-360");
      assertEquals(await overflow(), 0);
      assertEquals(await axe(), []);
      await (await gateway.fetch(`/api/keys/${id}`, { method: "DELETE" })).body
        ?.cancel();
      await page.focus("#guest-prompt");
      await page.keyboard.type("Hello?");
      await page.keyboard.press("Enter");
      await page.waitForSelector(".notice.bad");
      assertEquals(await page.$("#guest-prompt"), null);
      await page.reload();
      assertEquals(await page.$(".guest"), null);
    });
  });
});
