import { assert, assertEquals, assertMatch } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { en } from "../../lib/i18n/en.ts";
import { wordsOf } from "../../lib/i18n/mod.ts";
import {
  type CockpitBrowser,
  withCockpit,
} from "../helpers/cockpit_browser.ts";
import { complaints, press, textOf } from "../helpers/cockpit_page.ts";

const { settings, common } = en;

async function retype(
  { page }: CockpitBrowser,
  selector: string,
  text: string,
) {
  await page.click(selector, { count: 3 });
  await page.keyboard.type(text);
}

const PATHS = ["", "/models", "/audit", "/sessions", "/backup", "/about"];

describe("the parts of the settings", () => {
  it("are accessible, narrow and without a fault in each look", async () => {
    const options = {
      accounts: [{ tier: "paid" as const }],
      env: { STRATEGY: "weighted" },
    };
    await withCockpit(options, async (cockpit) => {
      const { open, overflow, problems, gateway, scriptBytes } = cockpit;
      for (
        const [method, body] of [
          ["PATCH", { auditDays: 30, aliases: { best: ["gpt-4o", "o3"] } }],
          ["PATCH", { maxQueueMs: 5000 }],
        ] as const
      ) {
        await (await gateway.fetch("/api/settings", {
          method,
          body: JSON.stringify(body),
        })).body?.cancel();
      }
      await (await gateway.fetch("/api/settings/models", {
        method: "PUT",
        body: JSON.stringify({
          models: [{ id: "gpt-4o", label: "Everyday" }, {
            id: "my/own-model",
            extra: true,
          }],
        }),
      })).body?.cancel();
      for (const path of PATHS) {
        for (const language of ["en", "zh"] as const) {
          for (const theme of ["light", "dark"] as const) {
            for (const width of [1440, 360]) {
              await open(`/settings${path}`, { language, theme, width });
              const name = path.slice(1) || "general";
              const where = `settings-${name}-${language}-${theme}-${width}`;
              await cockpit.screenshot(where);
              assertEquals(await complaints(cockpit), [], where);
              assertEquals(await overflow(), 0, where);
              assertEquals(problems, [], where);
              assert(scriptBytes() < 120_000, where);
            }
          }
        }
      }
    });
  });
});

describe("the general settings", () => {
  it("are saved, taken back, and given back to the environment", async () => {
    const env = { MAX_QUEUE_MS: "1500" };
    await withCockpit({ accounts: [], env }, async (cockpit) => {
      const { page, open, gateway } = cockpit;
      const { services } = gateway;
      const inForce = () => services.settings.current.maxQueueMs;
      await open("/settings");
      const row = ".setting:has(#setting-maxQueueMs)";
      assertMatch(await textOf(cockpit, row), /Environment.*MAX_QUEUE_MS/);
      await retype(cockpit, "#setting-maxQueueMs", "soon");
      await page.keyboard.press("Enter");
      assertEquals(
        await textOf(cockpit, "#setting-maxQueueMs-error"),
        settings.wrongNumber,
      );
      await retype(cockpit, "#setting-maxQueueMs", "999999999");
      await page.keyboard.press("Enter");
      await page.waitForFunction(
        `document.querySelector("#setting-maxQueueMs-error")?.textContent
          .includes("86400000")`,
      );
      assertEquals(inForce(), 1500);
      await retype(cockpit, "#setting-maxQueueMs", "3000");
      await page.keyboard.press("Enter");
      await page.waitForSelector(".toast");
      assertEquals(inForce(), 3000);
      assertMatch(await textOf(cockpit, row), /Set here/);
      await press(cockpit, common.undo);
      await page.waitForFunction(
        `document.querySelector("#setting-maxQueueMs").value === "1500"`,
      );
      assertEquals(inForce(), 1500);
      assertEquals(services.settings.stored("maxQueueMs"), null);
      await page.click("#setting-affinity");
      await page.waitForSelector(".setting:has(#setting-affinity) .badge.good");
      assertEquals(services.settings.current.affinity, true);
      await page.click(
        ".setting:has(#setting-affinity) .setting-buttons button",
      );
      await page.waitForSelector(
        ".setting:has(#setting-affinity) .badge.neutral",
      );
      assertEquals(services.settings.stored("affinity"), null);
    });
  });

  it("save nothing over a change that was made elsewhere", async () => {
    await withCockpit({ accounts: [] }, async (cockpit) => {
      const { page, open, gateway } = cockpit;
      const { services } = gateway;
      await open("/settings");
      await services.settings.change({ recordDays: 7 });
      await retype(cockpit, "#setting-auditDays", "100");
      await page.keyboard.press("Enter");
      assertEquals(
        await textOf(cockpit, "#setting-auditDays-error"),
        settings.newer,
      );
      assertEquals(services.settings.current.auditDays, 365);
      assertEquals(
        await page.$eval(
          "#setting-recordDays",
          (input) => (input as unknown as { value: string }).value,
        ),
        "7",
      );
      await page.keyboard.press("Enter");
      await page.waitForSelector(".toast");
      assertEquals(services.settings.current.auditDays, 100);
      assertEquals(services.settings.current.recordDays, 7);
    });
  });

  it("warn of open CORS until pages are named, and keep aliases", async () => {
    await withCockpit({ accounts: [] }, async (cockpit) => {
      const { page, open, gateway } = cockpit;
      const { services } = gateway;
      await open("/settings");
      const row = ".setting:has(#setting-corsOrigins)";
      assertEquals(await textOf(cockpit, `${row} .notice`), settings.openCors);
      await page.click("#setting-corsOrigins");
      await page.keyboard.down("Control");
      await page.keyboard.press("a");
      await page.keyboard.up("Control");
      await page.keyboard.type("https://chat.example");
      await page.click(`${row} [type=submit]`);
      await page.waitForSelector(`${row} .badge.good`);
      assertEquals(await page.$(`${row} .notice`), null);
      assertEquals(services.settings.current.corsOrigins, [
        "https://chat.example",
      ]);
      await press(cockpit, settings.addAlias);
      await page.type(".alias input:nth-of-type(1)", "best");
      await page.type(".alias input:nth-of-type(2)", "gpt-4o, o3");
      await page.click(".aliases .button.primary");
      await page.waitForSelector(".setting:has(.aliases) .badge.good");
      assertEquals(services.settings.current.aliases, {
        best: ["gpt-4o", "o3"],
      });
    });
  });

  it("name a companion endpoint, whose key is never shown", async () => {
    await withCockpit({ accounts: [] }, async (cockpit) => {
      const { page, open, gateway } = cockpit;
      await open("/settings");
      await page.type("#companion-url", "nowhere");
      await page.click(".companion [type=submit]");
      await page.waitForSelector("#companion-url-error");
      await retype(cockpit, "#companion-url", "https://other.example/v1");
      await page.type("#companion-key", "secret-of-mine");
      await page.click(".companion [type=submit]");
      await page.waitForSelector(".companion .badge");
      const { services } = gateway;
      assertEquals(services.companion.view.hasKey, true);
      assert(!(await page.content()).includes("secret-of-mine"));
      await page.reload();
      assert(!(await page.content()).includes("secret-of-mine"));
    });
  });
});

describe("the list of models", () => {
  it("is labelled, hidden from, added to, and saved as a whole", async () => {
    const options = { accounts: [{ tier: "paid" as const }] };
    await withCockpit(options, async (cockpit) => {
      const { page, open, gateway } = cockpit;
      await open("/settings/models");
      await page.type("#model-search", "gpt-4o");
      const id = await textOf(cockpit, ".model-row code");
      await page.type(".model-row .input", "Everyday");
      await page.click(".model-row [type=checkbox]");
      await page.type("#model-extra", "my/own-model");
      await page.keyboard.press("Enter");
      await page.waitForSelector(".model-row .badge.info");
      await cockpit.screenshot("settings-models-edited");
      assertEquals(await complaints(cockpit), []);
      await press(cockpit, settings.models.save);
      await page.waitForSelector(".toast");
      assertEquals(gateway.services.settings.current.models, [
        { id, label: "Everyday", hidden: true },
        { id: "my/own-model", extra: true },
      ]);
      await open("/settings/models");
      await page.click(".model-row [aria-label^='Remove']");
      await press(cockpit, settings.models.save);
      await page.waitForSelector(".toast");
      assertEquals(gateway.services.settings.current.models.length, 1);
    });
  });
});

describe("the audit log", () => {
  it("shows before and after, and takes a change back", async () => {
    await withCockpit({ accounts: [] }, async (cockpit) => {
      const { page, open, gateway } = cockpit;
      await (await gateway.fetch("/api/settings", {
        method: "PATCH",
        body: JSON.stringify({ auditDays: 30 }),
      })).body?.cancel();
      await open("/settings/audit");
      assertMatch(
        await textOf(cockpit, ".audit-event:first-child"),
        /Settings changed.*auditDays.*30/s,
      );
      await press(cockpit, "Take back: Settings changed");
      await page.waitForSelector(".toast.good");
      assertEquals(gateway.services.settings.stored("auditDays"), null);
      assertMatch(
        await textOf(cockpit, ".audit-event:first-child"),
        /Taken back: Settings changed/,
      );
      await open("/settings/audit?area=keys");
      assertEquals(await textOf(cockpit, ".empty h2"), settings.audit.empty);
    });
  });
});

describe("the list of sessions", () => {
  it("signs another browser out, asked once", async () => {
    await withCockpit({ accounts: [] }, async (cockpit) => {
      const { page, open, gateway, signIn } = cockpit;
      // The browser goes on with the second session.
      await signIn();
      const { services } = gateway;
      const count = async () => {
        const mark = await services.keys.ownerMark();
        return (await services.sessions.list(mark)).length;
      };
      assertEquals(await count(), 2);
      await open("/settings/sessions");
      await press(cockpit, settings.sessions.others);
      await page.waitForSelector("#session-others[open]");
      await cockpit.screenshot("settings-sessions-dialog");
      assertEquals(await complaints(cockpit), []);
      await page.click("#session-others .button.danger");
      await page.waitForSelector(".toast.good");
      assertEquals(await count(), 1);
      await open("/settings/sessions");
      assertEquals(
        await textOf(cockpit, ".session .badge"),
        settings.sessions.current,
      );
    });
  });
});

describe("the page of backups", () => {
  it("downloads a backup and restores it over what is there", async () => {
    await withCockpit({ accounts: [] }, async (cockpit) => {
      const { page, open, gateway } = cockpit;
      const { services } = gateway;
      const directory = await Deno.makeTempDir();
      const client = await page.createCDPSession();
      await client.send("Browser.setDownloadBehavior", {
        behavior: "allow",
        downloadPath: directory,
      });
      await services.keys.create({ name: "Laptop" });
      await open("/settings/backup");
      await page.type("#backup-passphrase", "correct horse battery");
      await page.type("#backup-again", "something else entirely");
      await press(cockpit, settings.backup.download);
      assertEquals(
        await textOf(cockpit, "#backup-again-error"),
        settings.backup.notSame,
      );
      await retype(cockpit, "#backup-again", "correct horse battery");
      await press(cockpit, settings.backup.download);
      await page.waitForFunction(
        `/downloaded/.test(document.querySelector("[role=status]").textContent)`,
      );
      const path = await downloaded(cockpit, directory);
      const [head = ""] = (await Deno.readTextFile(path)).split("\n");
      assertEquals(JSON.parse(head).backup, "puter-2api");

      for (const { id } of await services.keys.list()) {
        await services.keys.revoke(id);
      }
      await services.keys.create({ name: "Phone" });
      await open("/settings/backup");
      const input = await page.$("#restore-file");
      // deno-lint-ignore no-explicit-any
      await (input as any).uploadFile(path);
      await page.type("#restore-passphrase", "not the passphrase");
      await press(cockpit, settings.backup.start);
      await page.waitForSelector("#restore-file-error");
      await retype(cockpit, "#restore-passphrase", "correct horse battery");
      await page.click(".choice:nth-of-type(2) input");
      await press(cockpit, settings.backup.start);
      assertEquals(
        await textOf(cockpit, "#restore-confirm-error"),
        settings.backup.notConfirmed,
      );
      await cockpit.screenshot("settings-restore");
      assertEquals(await complaints(cockpit), []);
      await page.type("#restore-confirm", "replace");
      await press(cockpit, settings.backup.start);
      assertMatch(await textOf(cockpit, ".notice.good"), /Restored/);
      const names = (await services.keys.list()).map(({ name }) => name);
      assertEquals(names, ["Laptop"]);
      await Deno.remove(directory, { recursive: true });
    });
  });
});

/** The file that the browser has saved, once it has its name. */
async function downloaded(
  { page }: CockpitBrowser,
  directory: string,
): Promise<string> {
  for (let look = 0; look < 1000; look++) {
    for await (const { name } of Deno.readDir(directory)) {
      if (name.endsWith(".backup")) return `${directory}/${name}`;
    }
    // The browser goes on between two answers.
    await page.evaluate("new Promise(requestAnimationFrame)");
  }
  throw new Error("nothing was saved");
}

describe("the words of the settings", () => {
  it("name every setting in both languages", async () => {
    await withCockpit({ accounts: [] }, async ({ gateway }) => {
      const res = await gateway.fetch("/api/settings");
      const view = await res.json();
      for (const language of ["en", "zh"] as const) {
        const { fields } = wordsOf(language).settings;
        for (const name of Object.keys(view.settings)) {
          assert(name === "models" || name in fields, name);
        }
      }
    });
  });
});
