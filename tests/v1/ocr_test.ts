import { assertEquals } from "@std/assert";
import { decodeBase64 } from "@std/encoding/base64";
import { after, before, describe, it } from "@std/testing/bdd";
import { PIXEL_PNG } from "../../lib/puter/simulator/media/files.ts";
import { formOf } from "../helpers/forms.ts";
import { type TestGateway, testGateway } from "../helpers/gateway.ts";
import { CallRecorder } from "../helpers/recorded_calls.ts";

const READ = "This text was made up by the built-in simulator.";
const IMAGE = `data:image/png;base64,${PIXEL_PNG}`;

describe("ocr", () => {
  const recorder = new CallRecorder();
  let gateway: TestGateway;
  before(async () => {
    gateway = await testGateway({ wrap: recorder.wrap });
  });
  after(() => gateway.close());

  it("reads a data URL into pages, lines and text", async () => {
    const response = await gateway.post("/v1/ocr", {
      model: "mistral-ocr-latest",
      document: IMAGE,
      pages: [0],
    });
    assertEquals(response.status, 200);
    assertEquals(await response.json(), {
      model: "mistral-ocr-latest",
      pages: [{
        index: 0,
        markdown: READ,
        images: [],
        dimensions: { dpi: 200, height: 1, width: 1 },
      }],
      text: READ,
      lines: [{ text: READ, page: 0 }],
      usage_info: { pages_processed: 1 },
    });
    assertEquals(recorder.args, {
      source: IMAGE,
      provider: "mistral",
      model: "mistral-ocr-latest",
      pages: [0],
    });
  });

  it("takes Mistral's ways to name a document", async () => {
    const url = "https://files.example/a.pdf";
    const data = "data:application/pdf;base64,JVBERi0=";
    const cases: [document: unknown, source: string][] = [
      [url, url],
      [{ type: "document_url", document_url: url }, url],
      [{ type: "image_url", image_url: IMAGE }, IMAGE],
      [{ type: "image_url", image_url: { url: IMAGE } }, IMAGE],
      ["data:application/pdf;name=a.pdf;base64,JVBERi0=", data],
    ];
    for (const [document, source] of cases) {
      const response = await gateway.post("/v1/ocr", { document });
      assertEquals(response.status, 200, await response.text());
      assertEquals(recorder.args.source, source);
    }
  });

  it("sends a large document without a change", async () => {
    const source = `data:application/pdf;base64,${"JVBE".repeat(50_000)}`;
    const response = await gateway.post("/v1/ocr", { document: source });
    assertEquals(response.status, 200);
    await response.body?.cancel();
    assertEquals(recorder.args.source, source);
  });

  it("reads a file with Textract, which tells lines alone", async () => {
    const response = await gateway.fetch("/v1/ocr", {
      method: "POST",
      body: formOf({
        file: new File([decodeBase64(PIXEL_PNG)], "a"),
        model: "aws-textract",
      }),
    });
    assertEquals(await response.json(), {
      model: "aws-textract",
      pages: [{ index: 0, markdown: READ }],
      text: READ,
      lines: [{ text: READ, confidence: 99.5 }],
    });
    assertEquals(recorder.args, { source: IMAGE, provider: "aws-textract" });
  });

  it("never lets a client name a file of the account", async () => {
    const paths = ["/user/secret.png", "secret.png", "http://a.example/x"];
    for (const document of [...paths, "file:///etc/passwd", "data:,x", ""]) {
      const response = await gateway.post("/v1/ocr", { document });
      assertEquals(response.status, 400, document);
      assertEquals((await response.json()).error.param, "document");
    }
  });

  it("refuses what is no request", async () => {
    const none = await gateway.post("/v1/ocr", {});
    assertEquals(none.status, 400);
    assertEquals((await none.json()).error.param, "document");
    const text = await gateway.fetch("/v1/ocr", {
      method: "POST",
      body: formOf({ file: new File(["plain"], "a.txt") }),
    });
    assertEquals((await text.json()).error.param, "file");
    const model = await gateway.post("/v1/ocr", {
      model: "tts-1",
      document: IMAGE,
    });
    assertEquals(model.status, 404);
    await model.body?.cancel();
  });
});
