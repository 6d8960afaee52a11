import { Builder } from "fresh/dev";
import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { withBrowser } from "../helpers/browser.ts";
import { app } from "./fixture/main.ts";

const root = import.meta.resolve("./fixture/").slice("file://".length, -1);

describe("islands in a browser", () => {
  it("come to life with their props, each in its place", async () => {
    const builder = new Builder({ root });
    const applySnapshot = await builder.build({ snapshot: "memory" });
    applySnapshot(app);
    await withBrowser(app.handler(), async ({ origin, page }) => {
      const faults: unknown[] = [];
      page.on("pageerror", (fault) => faults.push(fault));
      await page.goto(`${origin}/island`);
      const text = () => page.$eval("main", (main) => main.textContent);
      assertEquals(await text(), "3 </script><!-- & ébeside");
      await page.click("button");
      await page.click("button");
      await page.waitForFunction(
        "document.querySelector('button').textContent.startsWith('5 ')",
      );
      assertEquals(await text(), "5 </script><!-- & ébeside");
      assertEquals(faults, []);
    });
  });
});
