import type { OcrResult } from "../../media/document.ts";

/**
 * The answer of `POST /v1/ocr`, which looks like Mistral's: pages in Markdown,
 * beside the whole text and its lines.
 */
export function ocrBody(result: OcrResult, model: string) {
  const { pages, text, lines, pagesProcessed } = result;
  return {
    model: result.model ?? model,
    pages,
    text,
    lines,
    ...(pagesProcessed === undefined
      ? {}
      : { usage_info: { pages_processed: pagesProcessed } }),
  };
}
