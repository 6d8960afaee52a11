import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { withCockpit } from "../../helpers/cockpit_browser.ts";
import { answered, clean, PAID, press, say, textOf } from "./page.ts";

const MARKDOWN = `TECHO
# Merging lists

Two sorted lists are **merged** in one pass. See [the page](https://example.org/merge).

\`\`\`python
def merge(one: list[int], other: list[int]) -> list[int]:
    """Merge two sorted lists."""
    result = []
    while one and other:
        result.append((one if one[0] <= other[0] else other).pop(0))
    return result + one + other  # the rest
\`\`\`

| Case | Input | Output |
| --- | --- | ---: |
| empty | \`[]\`, \`[]\` | 0 |
| usual | \`[1, 3]\`, \`[2]\` | 3 |

1. Look at both heads.
2. Take the smaller one.
   - ties go to the first

> It takes linear time.

- [x] tested
- [ ] measured
`;

const HOSTILE = `TECHO
<script>window.pwned = 1</script><img src=x onerror="window.pwned = 2">
<svg onload="window.pwned = 3"><animate onbegin="window.pwned = 4"/></svg>
<iframe srcdoc="<script>parent.pwned = 5</script>"></iframe><style>*{display:none}</style>
<form action="/logout" method="post"><button>free money</button></form>
<div style="position:fixed;inset:0" class="dialog" id="content">over everything</div>
<math><mtext><table><mglyph><style><img src=x onerror=window.pwned=6>

[click](javascript:window.pwned=7) [tab](java\tscript:window.pwned=8)
[data](data:text/html,<script>window.pwned=9</script>) [rel](/logout) <javascript:window.pwned=10>
![track](https://evil.example/pixel.png) ![svg](data:image/svg+xml;base64,PHN2Zy8+)
[ref]: javascript:window.pwned=11
[ref]

\`\`\`"><img src=x onerror=window.pwned=12>
<script>window.pwned = 13</script>
\`\`\`

\u202Edesrever si siht\u202C \u2067\u05E9\u05DC\u05D5\u05DD\u2069 \u0645\u0631\u062D\u0628\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645

`;

describe("answers in Markdown", () => {
  it("are rendered with their code coloured and copied", async () => {
    await withCockpit(PAID, async (cockpit) => {
      const { page, open, screenshot, axe } = cockpit;
      for (const theme of ["light", "dark"] as const) {
        await open("/playground", { theme });
        await press(page, "New chat");
        await page.waitForFunction(
          "document.querySelector('.answer') === null",
        );
        await say(page, MARKDOWN);
        await answered(page);
        await page.waitForSelector(".hljs-keyword");
        await screenshot(`markdown-${theme}`);
        assertEquals((await axe()).map(({ nodes }) => nodes), [], theme);
        assertEquals(await textOf(page, ".prose h1"), "Merging lists");
        assertEquals((await page.$$(".prose td")).length, 6);
      }
      const [link] = await page.$$eval(
        ".prose a",
        (links) => links.map(({ rel, target, href }) => [rel, target, href]),
      );
      assertEquals(link, [
        "noopener noreferrer nofollow",
        "_blank",
        "https://example.org/merge",
      ]);
      await page.click("button[data-copy]");
      await page.waitForFunction(
        "document.querySelector('button[data-copy]').innerText === 'Copied'",
      );
      await clean(cockpit);
      await page.setViewport({ width: 360, height: 780 });
      await screenshot("markdown-phone");
      await clean(cockpit);
    });
  });

  it("can do no harm", async () => {
    await withCockpit(PAID, async (cockpit) => {
      const { page, open, axe, overflow } = cockpit;
      const asked: string[] = [];
      const text = `${HOSTILE}${"A".repeat(1_000_000)}\n\nthe end`;
      await page.setRequestInterception(true);
      page.on("request", (request) => {
        asked.push(request.url());
        if (request.method() !== "POST") return request.continue();
        // As said by a model whose context takes it.
        const postData = JSON.stringify({
          model: "gemini-3.5-flash",
          messages: [{ role: "user", content: text }],
          stream: true,
        });
        return request.continue({ postData });
      });
      await open("/playground");
      await page.evaluate(`addEventListener("securitypolicyviolation",
        (event) => (window.violations ??= []).push(event.violatedDirective))`);
      await say(page, "Harm me");
      await answered(page);
      await page.waitForSelector(".answer .prose .code-frame");
      await page.waitForFunction(
        `document.querySelector(".answer .prose").lastElementChild
          ?.textContent.trim() === "the end"`,
      );
      const state = await page.evaluate(`({
        pwned: window.pwned,
        violations: window.violations,
        tags: [...new Set([...document.querySelectorAll(".answer .prose *")]
          .map((element) => element.localName))].sort(),
        links: [...document.querySelectorAll(".answer .prose a[href]")]
          .map((link) => link.getAttribute("href")),
        attributes: [...new Set([...document.querySelectorAll(
          ".answer .prose *")].flatMap((element) =>
            element.getAttributeNames()))].sort(),
        side: document.querySelector(".side").checkVisibility(),
      })`) as Record<string, unknown>;
      assertEquals(state.pwned, undefined);
      assertEquals(state.violations, undefined);
      assertEquals(state.links, ["https://evil.example/pixel.png"]);
      const allowed = /^(a|br|button|code|div|li|p|pre|span|strong|em|ul|ol)$/;
      for (const tag of state.tags as string[]) assert(allowed.test(tag), tag);
      for (const name of state.attributes as string[]) {
        assert(!/^on|style|^id$/.test(name), name);
      }
      assertEquals(state.side, true);
      assertEquals(await overflow(), 0);
      assert(asked.every((url) => !url.includes("evil.example")));
      await page.evaluate(
        "document.querySelector('.answer .prose').scrollIntoView()",
      );
      const shown = await textOf(page, ".answer .prose .block:first-child");
      assertStringIncludes(shown, "<script>window.pwned = 1</script>");
      assertEquals((await axe()).map(({ nodes }) => nodes), []);
    });
  });
});
