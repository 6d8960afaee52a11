import {
  badArgument,
  type MediaArgs,
  mediaError,
  type MediaReply,
  mediaResult,
} from "./reply.ts";

const SERVICE = "ai-ocr";

const VENDORS = ["aws-textract", "mistral"];

const READ = "This text was made up by the built-in simulator.";

/**
 * Answers `puter-ocr.recognize`. As with the Puter that was captured no vendor
 * is the default: without naming one the call fails.
 */
export function recognizeText(args: MediaArgs): MediaReply {
  if (args.test_mode) {
    return mediaResult(SERVICE, {
      blocks: [{
        type: "text/puter:sample-output",
        confidence: 1,
        text: "test_mode is enabled; this is a sample OCR response.",
      }],
    });
  }
  if (!args.provider) {
    return mediaError(500, {
      message: "No OCR provider configured",
      code: "internal_error",
    });
  }
  if (!VENDORS.includes(String(args.provider))) {
    return badArgument(
      `Unknown OCR provider: ${args.provider}. ` +
        `Available: ${VENDORS.join(", ")}`,
    );
  }
  if (!args.source && !args.file) return badArgument("`source` is required");
  return mediaResult(SERVICE, args.provider === "mistral" ? pages() : blocks());
}

function blocks() {
  return {
    blocks: [{ type: "text/textract:LINE", confidence: 99.5, text: READ }],
  };
}

function pages() {
  return {
    model: "mistral-ocr-latest",
    pages: [{
      index: 0,
      markdown: READ,
      images: [],
      dimensions: { dpi: 200, height: 1, width: 1 },
    }],
    usage_info: { pages_processed: 1, doc_size_bytes: 0 },
    blocks: [{ type: "text/mistral:LINE", text: READ, page: 0 }],
    text: READ,
  };
}
