import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { PAGES, pathOfPage } from "../../lib/cockpit/pages.ts";
import { type Language, wordsOf } from "../../lib/i18n/mod.ts";
import {
  type CockpitBrowser,
  type Look,
  withCockpit,
} from "../helpers/cockpit_browser.ts";

const LOOKS: Required<Omit<Look, "height">>[] = [];
for (const width of [1440, 360]) {
  for (const language of ["en", "zh"] as const) {
    for (const theme of ["light", "dark"] as const) {
      LOOKS.push({ width, language, theme });
    }
  }
}

/** Most bytes of script of a page, compressed. */
const MAX_SCRIPT = 120_000;

const MAX_PLAYGROUND_SCRIPT = 200_000;

async function check(
  cockpit: CockpitBrowser,
  { name, path, heading }: { name: string; path: string; heading: string },
  look: typeof LOOKS[number],
) {
  const { width, language, theme } = look;
  const where = `${name} ${language} ${theme} ${width}`;
  await cockpit.open(path, look);
  await cockpit.screenshot(where.replaceAll(" ", "-"));
  const title = await cockpit.page.title();
  assert(title.startsWith(heading), `${where}: ${title}`);
  assertEquals(
    (await cockpit.axe()).map(({ id, help, nodes }) =>
      `${id}: ${help}: ${nodes.map(({ html }) => html).join(" ")}`
    ),
    [],
    where,
  );
  assertEquals(cockpit.problems, [], where);
  assertEquals(await cockpit.overflow(), 0, where);
  const limit = name === "playground" ? MAX_PLAYGROUND_SCRIPT : MAX_SCRIPT;
  const bytes = cockpit.scriptBytes();
  assert(bytes <= limit, `${where}: ${bytes} bytes of script`);
  return bytes;
}

/** Without an account the overview makes room for the welcome. */
function headingOf(name: typeof PAGES[number], language: Language): string {
  const { overview, shell } = wordsOf(language);
  return name === "overview" ? overview.welcome.heading : shell.pages[name];
}

describe("every page", () => {
  it("is accessible, quiet, narrow and light in each look", async () => {
    await withCockpit({ accounts: [] }, async (cockpit) => {
      for (const name of PAGES) {
        const path = pathOfPage(name);
        for (const look of LOOKS) {
          const heading = headingOf(name, look.language);
          const bytes = await check(cockpit, { name, path, heading }, look);
          // What was not measured would be within any limit.
          assert(bytes > 1000, name);
        }
      }
    });
  });

  it("so is what everybody may see", async () => {
    const options = { accounts: [], isSignedIn: false };
    await withCockpit(options, async (cockpit) => {
      for (const [name, path] of [["login", "/login"], ["landing", "/"]]) {
        for (const look of LOOKS) {
          const { landing, login } = wordsOf(look.language);
          const heading = path === "/" ? landing.headline : login.heading;
          const bytes = await check(
            cockpit,
            { name: String(name), path: String(path), heading },
            look,
          );
          assertEquals(bytes, 0);
        }
      }
    });
  });
});
