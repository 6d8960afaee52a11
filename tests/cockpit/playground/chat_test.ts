import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { withCockpit } from "../../helpers/cockpit_browser.ts";
import {
  answered,
  clean,
  COMPOSER,
  PAID,
  press,
  say,
  shows,
  textOf,
} from "./page.ts";

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
