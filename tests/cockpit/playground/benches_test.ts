import { assert, assertStringIncludes } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { withCockpit } from "../../helpers/cockpit_browser.ts";
import { clean, PAID, press, shows, textOf } from "./page.ts";

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
