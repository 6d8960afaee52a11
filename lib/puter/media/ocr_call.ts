import type {
  OcrLine,
  OcrPage,
  OcrRequest,
  OcrResult,
} from "../../media/document.ts";
import type { DriverAnswer, DriverMethod } from "../driver_call.ts";
import { PuterError, unreadableAnswer } from "../errors/classify.ts";
import { isRecord, numberOf, textOf } from "../record.ts";

/** Puter's driver that reads documents. */
export const OCR_METHOD: DriverMethod = {
  interface: "puter-ocr",
  method: "recognize",
};

/** The arguments of `puter-ocr.recognize`; Textract takes no options. */
export function ocrArguments(
  { id, provider }: { id: string; provider: string },
  request: OcrRequest,
): Record<string, unknown> {
  const { source, pages, includeImages, imageLimit, imageMinSize } = request;
  if (provider !== "mistral") return { source, provider };
  return {
    source,
    provider,
    model: id,
    ...(pages === undefined ? {} : { pages }),
    ...(includeImages === undefined
      ? {}
      : { includeImageBase64: includeImages }),
    ...(imageLimit === undefined ? {} : { imageLimit }),
    ...(imageMinSize === undefined ? {} : { imageMinSize }),
  };
}

/**
 * Reads what Mistral or Textract found, as Puter tells it.
 *
 * @throws {PuterError} when the answer has neither pages nor lines
 */
export function readOcr(
  answer: DriverAnswer,
  { model }: OcrRequest,
): OcrResult {
  const value = answer.type === "value" ? answer.value : undefined;
  if (!isRecord(value)) throw new PuterError(unreadableAnswer({ model }));
  if (!Array.isArray(value.pages) && !Array.isArray(value.blocks)) {
    throw new PuterError(unreadableAnswer({ model }));
  }
  const lines = linesOf(value.blocks);
  const text = lines.map((line) => line.text).join("\n");
  const usage = snakeKeys(isRecord(value.usage_info) ? value.usage_info : {});
  return {
    model: textOf(value.model),
    // Textract tells lines alone, and not of which page.
    pages: Array.isArray(value.pages)
      ? value.pages.filter(isRecord).map(pageOf)
      : [{ index: 0, markdown: text }],
    text: textOf(value.text) ?? text,
    lines,
    pagesProcessed: numberOf(usage.pages_processed),
  };
}

function pageOf(page: Record<string, unknown>, place: number): OcrPage {
  const { images, dimensions } = page;
  return {
    index: numberOf(page.index) ?? place,
    markdown: textOf(page.markdown) ?? "",
    ...(Array.isArray(images)
      ? { images: images.filter(isRecord).map(snakeKeys) }
      : {}),
    ...(isRecord(dimensions) ? { dimensions: snakeKeys(dimensions) } : {}),
  };
}

/** Textract also tells of the layout, whose blocks repeat what lines say. */
function linesOf(blocks: unknown): OcrLine[] {
  if (!Array.isArray(blocks)) return [];
  return blocks.filter(isRecord).flatMap((block) => {
    const text = textOf(block.text);
    if (text === undefined || text === "") return [];
    if (!String(block.type).endsWith(":LINE")) return [];
    const page = numberOf(block.page);
    const confidence = numberOf(block.confidence);
    return [{
      text,
      ...(page === undefined ? {} : { page }),
      ...(confidence === undefined ? {} : { confidence }),
    }];
  });
}

/** Mistral's client writes `pagesProcessed`, its API `pages_processed`. */
function snakeKeys(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}
