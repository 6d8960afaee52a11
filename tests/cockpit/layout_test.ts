import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { withBrowser } from "../helpers/browser.ts";
import { testCockpit } from "../helpers/cockpit.ts";

describe("the index page on small screens", () => {
  it("needs no scrolling sideways at 360 pixels", async () => {
    const cockpit = await testCockpit();
    await withBrowser(cockpit.handler, async ({ origin, page }) => {
      await page.setViewport({ width: 360, height: 640 });
      for (const language of ["en", "zh"]) {
        await page.goto(`${origin}/?lang=${language}`);
        const width = await page.evaluate(
          "document.documentElement.scrollWidth",
        );
        assertEquals(width, 360, language);
      }
    });
    await cockpit.close();
  });
});
