import { assert } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { withCockpit } from "../../helpers/cockpit_browser.ts";
import { answered, PAID, say } from "./page.ts";

describe("the playground's scripts", () => {
  it("are 200 kB at most, with all that Markdown needs", async () => {
    await withCockpit(PAID, async ({ page, open, scriptBytes }) => {
      await open("/playground");
      const before = scriptBytes();
      await say(page, "hi");
      await answered(page);
      await page.waitForSelector(".prose .block");
      // Told what came over the wire a moment after it has run.
      await page.waitForNetworkIdle();
      const after = scriptBytes();
      assert(after > before, "nothing was loaded later");
      assert(after <= 200_000, `${after} bytes`);
    });
  });
});
