import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import type { Page } from "puppeteer-core";
import {
  type CockpitBrowser,
  withCockpit,
} from "../helpers/cockpit_browser.ts";

const COMPOSER = ".composer textarea";

/** Writes a message and sends it by the keyboard. */
async function say(page: Page, text: string): Promise<void> {
  await page.waitForSelector(".picker .mono");
  await page.waitForFunction(
    "!/choose/i.test(document.querySelector('.picker').textContent)",
  );
  await page.focus(COMPOSER);
  // As a paste, so that line breaks do not send.
  await page.keyboard.sendCharacter(text);
  await page.keyboard.press("Enter");
  await page.waitForFunction(
    `document.querySelector(${JSON.stringify(COMPOSER)}).value === ""`,
  );
}

/** Resolves when no answer comes any more, in `count` answers at least. */
async function answered(page: Page, count = 1): Promise<void> {
  await page.waitForFunction(
    `document.querySelectorAll(".answer").length >= ${count} &&
      document.querySelector(".answer[aria-busy]") === null`,
  );
}

function textOf(page: Page, selector: string): Promise<string> {
  return page.evaluate(
    `[...document.querySelectorAll(${JSON.stringify(selector)})]
      .filter((element) => element.checkVisibility())
      .map((element) => element.innerText).join("\\n---\\n")`,
  ) as Promise<string>;
}

/** Resolves when what is visible of a selector says so. */
async function shows(
  page: Page,
  selector: string,
  text: string,
): Promise<void> {
  await page.waitForFunction(
    `[...document.querySelectorAll(${JSON.stringify(selector)})]
      .filter((element) => element.checkVisibility())
      .some((element) => element.innerText.includes(${JSON.stringify(text)}))`,
  );
}

async function clean({ axe, problems, overflow }: CockpitBrowser) {
  assertEquals(
    (await axe()).map(({ id, nodes }) =>
      `${id}: ${nodes.map(({ html }) => html).join(" ")}`
    ),
    [],
  );
  assertEquals(problems, []);
  assertEquals(await overflow(), 0);
}

const PAID = { accounts: [{ tier: "paid" as const }] };

/** Presses a button by its words or its label. */
async function press(page: Page, name: string, at = 0): Promise<void> {
  await page.waitForFunction(
    `(() => {
      const name = ${JSON.stringify(name)};
      const scope = document.querySelector("dialog[open]") ?? document;
      const buttons = [...scope.querySelectorAll("button")].filter((button) =>
        (button.innerText.trim() === name ||
          button.getAttribute("aria-label") === name) && !button.disabled &&
        button.checkVisibility());
      buttons.at(${at})?.click();
      return buttons.at(${at}) !== undefined;
    })()`,
  );
}

describe("the playground's chat", () => {
  it("streams an answer and tells what it took and who gave it", async () => {
    await withCockpit(PAID, async (cockpit) => {
      const { page, open, screenshot } = cockpit;
      await open("/playground");
      await screenshot("empty");
      await say(page, "What is a lease?");
      await answered(page);
      await page.waitForFunction(
        "/\\$/.test(document.querySelector('.figures')?.innerText ?? '')",
      );
      const figures = await textOf(page, ".figures");
      assertStringIncludes(figures, "by the simulator");
      assert(/\d+ → \d+ tokens/.test(figures), figures);
      assert(/first token .*\d+ tokens\/s.*took/s.test(figures), figures);
      await shows(page, ".answer .prose", "a lease?");
      const told = await textOf(page, "[aria-live=polite]");
      assertStringIncludes(told, "has answered: This is Puter's");
      await screenshot("answer");
      await clean(cockpit);
      const [record] = await page.$$eval(
        ".figures a",
        (links) => links.map((link) => link.getAttribute("href")),
      );
      assert(record?.startsWith("/requests?id=req_"), record ?? "");
    });
  });

  it("stops by Escape and keeps what had come", async () => {
    await withCockpit(PAID, async ({ page, open, problems }) => {
      await open("/playground");
      await say(page, "TCHUNKS:500 TDELAY:20");
      await page.waitForSelector(".answer .prose .block");
      await page.keyboard.press("Escape");
      await answered(page);
      const answer = await textOf(page, ".answer");
      assertStringIncludes(answer, "Stopped. What had come is kept.");
      assertStringIncludes(answer, "word0 word1");
      assert(!answer.includes("word499"));
      assertEquals(problems, []);
    });
  });

  it("answers again, edits by the arrow key, and keeps all branches", async () => {
    await withCockpit(PAID, async (cockpit) => {
      const { page, open, screenshot } = cockpit;
      await open("/playground");
      await say(page, "first question");
      await answered(page);
      await press(page, "Answer again");
      await page.waitForSelector(".answer[aria-busy]");
      await answered(page);
      await shows(page, ".answer .versions", "2/2");
      await page.focus(COMPOSER);
      await page.keyboard.press("ArrowUp");
      await page.waitForSelector(".editing textarea:focus");
      await page.keyboard.type(" once more");
      await page.keyboard.press("Enter");
      await page.waitForSelector(".answer[aria-busy]");
      await answered(page);
      assertEquals(await textOf(page, ".bubble"), "first question once more");
      await shows(page, ".said .versions", "2/2");
      await screenshot("versions");
      await press(page, "Earlier version");
      await page.waitForFunction(
        "document.querySelector('.bubble').innerText === 'first question'",
      );
      await shows(page, ".answer .versions", "2/2");
      await press(page, "Go on from here in a new chat", -1);
      await page.waitForFunction(
        "document.querySelectorAll('.side-list .conversation').length === 2",
      );
      assertEquals(await textOf(page, ".versions"), "");
      await clean(cockpit);
    });
  });

  it("keeps conversations over a reload, removes and brings back", async () => {
    await withCockpit(PAID, async (cockpit) => {
      const { page, open } = cockpit;
      await open("/playground");
      await say(page, "remember this");
      await answered(page);
      await page.waitForFunction(
        "/\\$/.test(document.querySelector('.figures')?.innerText ?? '')",
      );
      await page.waitForSelector(".side-list .conversation");
      await page.waitForFunction(`new Promise((resolve) => {
        const request = indexedDB.open("puter-2api-playground");
        request.onsuccess = () => {
          const all = request.result.transaction("conversations")
            .objectStore("conversations").getAll();
          all.onsuccess = () => {
            request.result.close();
            resolve(JSON.stringify(all.result).includes("costMicroCents"));
          };
        };
      })`);
      await open("/playground");
      await page.waitForSelector(".bubble");
      assertEquals(await textOf(page, ".bubble"), "remember this");
      await shows(page, ".figures", "$");
      await press(page, "Remove “remember this”");
      await page.waitForSelector(".toast button");
      assertEquals(await textOf(page, ".bubble"), "");
      assertEquals(await textOf(page, ".side-list .conversation"), "");
      await press(page, "Undo");
      await page.waitForSelector(".bubble");
      assertEquals(await textOf(page, ".bubble"), "remember this");
      await clean(cockpit);
    });
  });

  it("calls tools with results that are typed by hand", async () => {
    await withCockpit(PAID, async (cockpit) => {
      const { page, open, screenshot } = cockpit;
      await open("/playground");
      await press(page, "Settings");
      await page.waitForSelector("#setting-tools");
      await page.type("#setting-system", "You are a weatherman.");
      await page.type("#setting-tools", "[{]");
      await shows(page, "dialog", "This is not JSON.");
      await page.evaluate(`(() => {
        const area = document.querySelector("#setting-tools");
        area.value = "";
        area.dispatchEvent(new InputEvent("input", { bubbles: true }));
      })()`);
      await press(page, "Insert an example");
      await screenshot("settings");
      await clean(cockpit);
      await page.keyboard.press("Escape");
      await say(page, "What is the weather in Paris?");
      await answered(page);
      await page.waitForSelector(".call textarea");
      await shows(page, ".call", "Calls get_weather");
      await page.type(".call textarea", "21 °C and sunny");
      await screenshot("tool");
      await clean(cockpit);
      await press(page, "Send results");
      await answered(page, 2);
      await shows(page, ".answer .prose", "get_weather: 21 °C and sunny");
      await screenshot("tool-result");
    });
  });

  it("takes pictures by paste", async () => {
    await withCockpit(PAID, async (cockpit) => {
      const { page, open, screenshot } = cockpit;
      await open("/playground");
      await page.evaluate(`(async () => {
        const canvas = document.createElement("canvas");
        canvas.width = 120; canvas.height = 80;
        const context = canvas.getContext("2d");
        context.fillStyle = "#1d6a63";
        context.fillRect(0, 0, 120, 80);
        const blob = await new Promise((resolve) => canvas.toBlob(resolve));
        const data = new DataTransfer();
        data.items.add(new File([blob], "green.png", { type: "image/png" }));
        document.querySelector(".composer textarea").dispatchEvent(
          new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
      })()`);
      await page.waitForSelector(".composer img");
      await say(page, "What is this?");
      await answered(page);
      await shows(page, ".answer .prose", "an image (image/png, 120×80");
      await screenshot("picture");
      await clean(cockpit);
    });
  });

  it("lets two models answer side by side", async () => {
    await withCockpit(PAID, async (cockpit) => {
      const { page, open, screenshot } = cockpit;
      await open("/playground");
      await say(page, "Write 60 words");
      await answered(page);
      await press(page, "Compare");
      await say(page, "And now?");
      await answered(page, 4);
      const models = await textOf(page, ".lane-head");
      const [one, other] = models.split("\n---\n");
      assert(one !== other, models);
      await screenshot("two");
      await clean(cockpit);
      await page.setViewport({ width: 360, height: 780 });
      await page.click(".lane-tabs button:last-child");
      assertEquals(await textOf(page, ".lane-head"), other);
      await screenshot("two-phone");
      await clean(cockpit);
    });
  });

  it("shows the request, the events and the code of a call", async () => {
    await withCockpit(PAID, async (cockpit) => {
      const { page, open, screenshot } = cockpit;
      await open("/playground");
      await say(page, "It's a test");
      await answered(page);
      await press(page, "Show this request");
      await page.waitForSelector("dialog[open] pre");
      await shows(page, "dialog pre", "It's a test");
      await screenshot("exchange");
      await clean(cockpit);
      await page.click("#exchange-tabs-events");
      const events = await textOf(page, "dialog pre");
      assertStringIncludes(events, '"object":"chat.completion.chunk"');
      assertStringIncludes(events, "[DONE]");
      await page.click("#exchange-tabs-curl");
      const curl = await textOf(page, "dialog pre");
      assertStringIncludes(curl, `${cockpit.origin}/v1/chat/completions`);
      assertStringIncludes(curl, "It'\\''s a test");
      assertStringIncludes(curl, "Bearer $PUTER2API_KEY");
      await page.click("#exchange-tabs-python");
      const python = await textOf(page, "dialog pre");
      assertStringIncludes(python, "stream=True,");
      await screenshot("python");
      await page.click("#exchange-tabs-node");
      await shows(page, "dialog pre", "new OpenAI({");
      await clean(cockpit);
    });
  });

  it("tells failures in the API's words and explains them", async () => {
    await withCockpit(PAID, async (cockpit) => {
      const { page, open, screenshot } = cockpit;
      await open("/playground", { language: "zh" });
      await say(page, "TCTX");
      await answered(page);
      await page.waitForSelector(".notice.bad details");
      const notice = await textOf(page, ".notice.bad");
      assertStringIncludes(notice, "maximum context length");
      assertStringIncludes(notice, "context_length_exceeded");
      assertStringIncludes(notice, "发生了什么");
      await screenshot("failure-zh");
      assertStringIncludes(String(cockpit.problems), "400");
      cockpit.problems.length = 0;
      await press(page, "新对话");
      await page.waitForFunction("document.querySelector('.answer') === null");
      await say(page, "TMIDERR");
      await answered(page);
      await shows(page, ".answer", "Hello from the");
      await page.waitForFunction(
        "document.querySelectorAll('.notice.bad').length === 1",
      );
      await clean(cockpit);
    });
  });

  it("folds reasoning and finds models by their names", async () => {
    await withCockpit(PAID, async (cockpit) => {
      const { page, open, screenshot } = cockpit;
      await open("/playground");
      await page.waitForSelector(".picker .mono");
      await page.click(".picker");
      await page.waitForSelector("dialog[open] [role=combobox]");
      await screenshot("models");
      await clean(cockpit);
      await page.keyboard.type("deepseek");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await shows(page, ".picker", "deepseek");
      await say(page, "TREASON");
      await answered(page);
      assertEquals(
        await page.$eval("details.reasoning", (element) => element.open),
        false,
      );
      await page.click("details.reasoning summary");
      await shows(page, ".reasoning", "Let me think.");
      await clean(cockpit);
    });
  });

  it("goes on from a recorded request", async () => {
    await withCockpit(PAID, async ({ page, open, gateway, problems }) => {
      const res = await gateway.post("/v1/chat/completions", {
        model: "gpt-4o",
        messages: [{ role: "user", content: "hi" }],
      });
      await res.body?.cancel();
      const id = res.headers.get("x-request-id");
      await gateway.services.recorder.flush();
      await open(`/playground?request=${id}`);
      await page.waitForSelector(".notice");
      await shows(page, ".notice", "were not kept");
      await shows(page, ".picker", "gpt-4o");
      assertEquals(problems, []);
    });
  });
});

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

describe("the playground's benches", () => {
  it("make pictures", async () => {
    await withCockpit(PAID, async (cockpit) => {
      const { page, open, screenshot } = cockpit;
      await open("/playground");
      await press(page, "Image");
      await page.waitForSelector("#image-prompt");
      await screenshot("image-empty");
      await page.type("#image-prompt", "A lighthouse");
      await press(page, "Make");
      await page.waitForSelector(".gallery img");
      const source = await page.$eval(".gallery img", (image) => image.src);
      assert(source.startsWith("data:image/"), source.slice(0, 40));
      await screenshot("image");
      await clean(cockpit);
      await press(page, "Show this request");
      await page.waitForSelector("dialog[open] pre");
      await page.click("#exchange-tabs-node");
      await shows(page, "dialog pre", "client.images.generate({");
    });
  });

  it("speak", async () => {
    await withCockpit(PAID, async (cockpit) => {
      const { page, open, screenshot } = cockpit;
      await open("/playground", { language: "zh" });
      await press(page, "语音");
      await page.waitForSelector("#speech-text");
      await press(page, "生成");
      await page.waitForSelector(".made audio");
      const source = await page.$eval(".made audio", (audio) => audio.src);
      assert(source.startsWith("blob:"), source);
      await screenshot("speech-zh");
      await press(page, "查看这次请求");
      await page.waitForSelector("dialog[open] pre");
      await page.click("#exchange-tabs-events");
      const sound = await textOf(page, "dialog pre");
      assert(/^audio\/\w+: [1-9]\d+ bytes$/.test(sound.trim()), sound);
      await clean(cockpit);
    });
  });

  it("write down what is said in a file", async () => {
    await withCockpit(PAID, async (cockpit) => {
      const { page, open, screenshot } = cockpit;
      await open("/playground");
      await press(page, "Transcription");
      await page.waitForSelector("#transcription-file");
      await page.evaluate(`(() => {
        const input = document.querySelector("#transcription-file");
        const wav = new Uint8Array(44 + 16000);
        const view = new DataView(wav.buffer);
        const text = (at, word) =>
          [...word].forEach((sign, n) => wav[at + n] = sign.charCodeAt(0));
        text(0, "RIFF"); view.setUint32(4, 36 + 16000, true); text(8, "WAVE");
        text(12, "fmt "); view.setUint32(16, 16, true);
        view.setUint16(20, 1, true); view.setUint16(22, 1, true);
        view.setUint32(24, 8000, true); view.setUint32(28, 8000, true);
        view.setUint16(32, 1, true); view.setUint16(34, 8, true);
        text(36, "data"); view.setUint32(40, 16000, true);
        const data = new DataTransfer();
        data.items.add(new File([wav], "said.wav", { type: "audio/wav" }));
        input.files = data.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      })()`);
      await page.waitForSelector(".made .long-text");
      await screenshot("transcription");
      assert((await textOf(page, ".made .long-text")).length > 5);
      await clean(cockpit);
    });
  });

  it("follow a job for a video until it can be seen", async () => {
    await withCockpit(PAID, async (cockpit) => {
      const { page, open, screenshot } = cockpit;
      await open("/playground");
      await press(page, "Video");
      await page.waitForSelector("#video-prompt");
      await page.type("#video-prompt", "Waves TDELAY:1500");
      await press(page, "Make");
      await page.waitForSelector(".made .badge");
      await page.waitForSelector(".made .meter");
      await screenshot("video-running");
      await page.waitForSelector(".made .badge.good");
      await press(page, "Load the video");
      await page.waitForSelector(".made video");
      await screenshot("video");
      await clean(cockpit);
    });
  });

  it("tell why something was refused", async () => {
    await withCockpit(PAID, async ({ page, open }) => {
      await open("/playground");
      await press(page, "Video");
      await page.waitForSelector("#video-prompt");
      await page.type("#video-prompt", "Waves");
      await page.waitForFunction(
        "/veo/.test(document.querySelector('.picker').textContent)",
      );
      await page.click(".picker");
      await page.waitForSelector("dialog[open] [role=combobox]");
      await page.keyboard.type("sora-2");
      await page.keyboard.press("Enter");
      await page.waitForFunction(
        "document.querySelector('dialog[open]') === null",
      );
      await press(page, "Make");
      await page.waitForSelector(".notice.bad");
      const notice = await textOf(page, ".notice.bad");
      assertStringIncludes(notice, "loses them");
      assertStringIncludes(notice, "400 model_not_supported");
      await page.click("#video-loss");
      await press(page, "Make");
      await page.waitForSelector(".made .badge");
    });
  });
});

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
