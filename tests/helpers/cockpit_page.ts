import type { CockpitBrowser } from "./cockpit_browser.ts";

/** Clicks what is named so by its words or its label. */
export async function press({ page }: CockpitBrowser, name: string) {
  await page.locator(`aria/${name}`).click();
}

/** The text of the first element that fits, once there is one. */
export async function textOf({ page }: CockpitBrowser, selector: string) {
  await page.waitForSelector(selector);
  return await page.$eval(
    selector,
    (element) => (element as unknown as { textContent: string }).textContent,
  );
}

/** What axe finds wrong with the page, with the elements it concerns. */
export async function complaints({ axe }: CockpitBrowser) {
  return (await axe()).map(({ id, nodes }) =>
    `${id} ${nodes.map(({ html }) => html).join(" ")}`
  );
}
