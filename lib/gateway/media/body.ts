import { type JsonBody, readJsonBody } from "../../http/json_body.ts";
import {
  isMultipart,
  type MultipartLimits,
  readMultipart,
} from "../../http/multipart.ts";
import type { FormFile, MultipartForm } from "../../http/form.ts";
import { Payloads } from "../../chat/payloads.ts";
import type { BodyCapture } from "../bodies/capture.ts";

/** What the body of a media request may be. */
export interface MediaBodyOptions {
  /** Bytes of a JSON body. */
  maxBytes: number;
  /** Bytes of a form with its files. */
  maxFormBytes: number;
  capture: BodyCapture | undefined;
}

/** The body of a media request, read once: as JSON or as a form. */
export class MediaBody {
  readonly isForm: boolean;
  readonly #req: Request;
  readonly #options: MediaBodyOptions;

  constructor(req: Request, options: MediaBodyOptions) {
    this.isForm = isMultipart(req);
    this.#req = req;
    this.#options = options;
  }

  /** @throws {ApiError} 400 or 413 */
  async json(): Promise<JsonBody> {
    const body = await readJsonBody(this.#req, this.#options.maxBytes);
    this.#options.capture?.request(body);
    return body;
  }

  /** @throws {ApiError} 400, 413 or 415 */
  async form(
    limits: Omit<MultipartLimits, "maxBytes">,
  ): Promise<MultipartForm> {
    const { maxFormBytes: maxBytes, capture } = this.#options;
    const form = await readMultipart(this.#req, { maxBytes, ...limits });
    capture?.request({ value: described(form), payloads: new Payloads() });
    return form;
  }
}

/** A form without the content of its files. */
function described(form: MultipartForm): Record<string, unknown> {
  const files = form.fileFields.map((field): [string, string[]] => [
    field,
    form.files(field).map(describedFile),
  ]);
  return { ...form.fields(), ...Object.fromEntries(files) };
}

function describedFile({ type, size }: FormFile): string {
  return `[${type}, ${size} bytes]`;
}
