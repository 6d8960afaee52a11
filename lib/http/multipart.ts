import {
  getMultipartBoundary,
  MaxFileSizeExceededError,
  MaxHeaderSizeExceededError,
  MaxPartsExceededError,
  MultipartParser,
  type MultipartPart,
} from "@remix-run/multipart-parser";
import { bodyBlocks } from "./body_blocks.ts";
import { ApiError } from "./errors.ts";
import { fileType, type FormFile, MultipartForm } from "./form.ts";

/** How much of a form is accepted. */
export interface MultipartLimits {
  /** Bytes of the whole body. */
  maxBytes: number;
  /** Bytes of one file. */
  maxFileBytes: number;
  maxFiles: number;
}

/** Parts of a form, files and texts together. */
const MAX_PARTS = 256;

/** Bytes of one part's headers. */
const MAX_HEADER_BYTES = 8 * 1024;

/** Bytes of one field's text. */
const MAX_TEXT_BYTES = 1024 * 1024;

/** Twice what RFC 2046 §5.1.1 allows: some clients are generous. */
const MAX_BOUNDARY_LENGTH = 140;

const FORM_TYPE = /^multipart\/form-data\b/i;

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Whether a request says that its body is a form. */
export function isMultipart(req: Request): boolean {
  return FORM_TYPE.test(req.headers.get("content-type")?.trim() ?? "");
}

/**
 * Reads a `multipart/form-data` body as it arrives; files stay the bytes they
 * came in.
 *
 * @throws {ApiError} 415 for another content type; 400 when the body is no
 * complete form; 413 beyond a limit, without reading on
 */
export async function readMultipart(
  req: Request,
  limits: MultipartLimits,
): Promise<MultipartForm> {
  const boundary = boundaryOf(req);
  const declared = Number(req.headers.get("content-length") ?? NaN);
  if (declared > limits.maxBytes) throw bodyTooLarge(limits.maxBytes);
  const parser = new MultipartParser(boundary, {
    maxHeaderSize: MAX_HEADER_BYTES,
    maxFileSize: Math.max(limits.maxFileBytes, MAX_TEXT_BYTES),
    maxParts: MAX_PARTS,
    maxTotalSize: limits.maxBytes,
  });
  const reader = new FormReader(parser, limits);
  try {
    if (req.body !== null) {
      for await (const block of bodyBlocks(req.body, declared)) {
        reader.push(block);
      }
    }
    return reader.end();
  } catch (thrown) {
    throw toFormError(thrown, limits);
  }
}

/** Feeds the parser and gathers its parts. */
class FormReader {
  readonly #parser: MultipartParser;
  readonly #limits: MultipartLimits;
  readonly #form = new MultipartForm();
  #bytes = 0;
  #isComplete = false;

  constructor(parser: MultipartParser, limits: MultipartLimits) {
    this.#parser = parser;
    this.#limits = limits;
  }

  push(block: Uint8Array): void {
    const isFirst = this.#bytes === 0;
    this.#bytes += block.byteLength;
    if (this.#bytes > this.#limits.maxBytes) {
      throw bodyTooLarge(this.#limits.maxBytes);
    }
    // What follows the last boundary is to be ignored (RFC 2046 §5.1.1).
    if (this.#isComplete) return;
    const bytes = isFirst ? withoutFirstBreak(block) : block;
    for (const part of this.#parser.write(bytes)) this.#add(part);
    this.#isComplete = isFinished(this.#parser);
  }

  end(): MultipartForm {
    if (this.#isComplete) return this.#form;
    throw badForm(
      this.#bytes === 0
        ? "The request body is empty"
        : "The form ends before its last boundary",
    );
  }

  #add(part: MultipartPart): void {
    const { name } = part;
    if (name === undefined || name === "") {
      throw badForm("A part of the form has no name");
    }
    if (part.isFile) this.#addFile(name, part);
    else this.#form.addText(name, textOf(name, part));
  }

  #addFile(name: string, part: MultipartPart): void {
    const { content: chunks, size, filename = "" } = part;
    // A browser sends an empty part for a file that was not chosen.
    if (filename === "" && size === 0) return;
    const { maxFiles, maxFileBytes } = this.#limits;
    if (size > maxFileBytes) throw fileTooLarge(maxFileBytes, name);
    if (this.#form.fileCount === maxFiles) throw tooManyFiles(maxFiles, name);
    const type = fileType(chunks, part.mediaType?.toLowerCase(), filename);
    const file: FormFile = { name: filename, type, chunks, size };
    this.#form.addFile(name, file);
  }
}

function boundaryOf(req: Request): string {
  if (!isMultipart(req)) {
    throw new ApiError(
      "This endpoint takes a form: the content type must be multipart/form-data",
      { status: 415, code: "unsupported_media_type" },
    );
  }
  const type = req.headers.get("content-type") ?? "";
  const boundary = getMultipartBoundary(type)?.trim() ?? "";
  if (boundary === "") {
    throw badForm("The content type names no boundary");
  }
  if (boundary.length > MAX_BOUNDARY_LENGTH || !/^[ -~]+$/.test(boundary)) {
    throw badForm("The content type's boundary is not a valid one");
  }
  return boundary;
}

/** Old clients begin with an empty line, which is an empty preamble. */
function withoutFirstBreak(block: Uint8Array): Uint8Array {
  return block[0] === 0x0d && block[1] === 0x0a ? block.subarray(2) : block;
}

/** The parser says so only by not complaining. */
function isFinished(parser: MultipartParser): boolean {
  try {
    parser.finish();
    return true;
  } catch {
    return false;
  }
}

function textOf(name: string, part: MultipartPart): string {
  if (part.size > MAX_TEXT_BYTES) {
    throw tooLarge(
      `The field '${name}' is too large: at most ${MAX_TEXT_BYTES} bytes are accepted`,
      name,
    );
  }
  try {
    return decoder.decode(part.bytes);
  } catch (cause) {
    throw badForm("A field is not valid UTF-8", { param: name, cause });
  }
}

function toFormError(thrown: unknown, limits: MultipartLimits): ApiError {
  if (thrown instanceof ApiError) return thrown;
  if (thrown instanceof MaxFileSizeExceededError) {
    return fileTooLarge(limits.maxFileBytes);
  }
  if (thrown instanceof MaxPartsExceededError) {
    return tooLarge(`The form has too many parts: at most ${MAX_PARTS}`);
  }
  if (thrown instanceof MaxHeaderSizeExceededError) {
    return tooLarge(
      `A part's headers are too large: at most ${MAX_HEADER_BYTES} bytes`,
    );
  }
  return badForm("Cannot parse the request body as a form", { cause: thrown });
}

function badForm(
  message: string,
  options: { param?: string; cause?: unknown } = {},
): ApiError {
  return new ApiError(message, {
    status: 400,
    code: "invalid_multipart_form_data",
    ...options,
  });
}

function bodyTooLarge(maxBytes: number): ApiError {
  return tooLarge(
    `The request body is too large: at most ${maxBytes} bytes are accepted`,
  );
}

function fileTooLarge(maxBytes: number, param?: string): ApiError {
  return tooLarge(
    `A file is too large: at most ${maxBytes} bytes are accepted`,
    param,
  );
}

function tooManyFiles(maxFiles: number, param: string): ApiError {
  return badForm(`Too many files: at most ${maxFiles} are accepted`, { param });
}

function tooLarge(message: string, param?: string): ApiError {
  return new ApiError(message, {
    status: 413,
    code: "request_too_large",
    param,
    headers: { connection: "close" },
  });
}
