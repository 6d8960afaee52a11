import { SNIFF_BYTES, sniffType, typeOfName } from "./sniff.ts";

/** A file of a form. Its bytes are views of the body, held once. */
export interface FormFile {
  /** The file's name as the client gave it; empty when it gave none. */
  name: string;
  /**
   * Media type by the bytes, else as declared, else by the name; lower case,
   * without parameters.
   */
  type: string;
  /** Content in order, as pieces of any size. */
  chunks: Uint8Array[];
  /** Bytes of the content. */
  size: number;
}

/** Declared types that may stand in a data URL. */
const PLAIN_TYPE = /^[a-z0-9]+\/[a-z0-9.+-]{1,64}$/;

/** Steps into a field, such as `a[b][0]`, that are followed. */
const MAX_STEPS = 4;

/** The parts of a multipart body by the names of their fields. */
export class MultipartForm {
  readonly #texts: [name: string, text: string][] = [];
  readonly #files: [name: string, file: FormFile][] = [];

  /** Adds a field's text. */
  addText(name: string, text: string): void {
    this.#texts.push([name, text]);
  }

  /** Adds a field's file. */
  addFile(name: string, file: FormFile): void {
    this.#files.push([name, file]);
  }

  /** Number of files of all fields. */
  get fileCount(): number {
    return this.#files.length;
  }

  /** Names of the fields that hold files, without brackets. */
  get fileFields(): string[] {
    return [...new Set(this.#files.map(([name]) => stepsOf(name)[0] ?? ""))];
  }

  /** The first file of a field, whichever way its name is written. */
  file(field: string): FormFile | undefined {
    return this.files(field)[0];
  }

  /** Files of a field: `name` repeated, `name[]`, or `name[0]`, in order. */
  files(field: string): FormFile[] {
    const found = this.#files.flatMap(([name, file]) => {
      const [base, step] = stepsOf(name);
      return base === field ? [{ place: Number(step || NaN), file }] : [];
    });
    const isNumbered = found.every(({ place }) => !Number.isNaN(place));
    if (isNumbered) found.sort((a, b) => a.place - b.place);
    return found.map(({ file }) => file);
  }

  /**
   * The texts as a JSON document would hold them, but all as strings: repeated
   * names, `name[]` and `name[0]` become arrays, `name[key]` an object.
   */
  fields(): Record<string, unknown> {
    const root = new Map<string, unknown>();
    for (const [name, text] of this.#texts) place(root, stepsOf(name), text);
    return Object.fromEntries(
      [...root].map(([name, value]) => [name, plain(value)]),
    );
  }
}

/**
 * The media type of a file: its bytes are believed first, then what the
 * client declares, unless that says nothing, then the file's name.
 */
export function fileType(
  chunks: Uint8Array[],
  declared: string | undefined,
  name: string,
): string {
  const sniffed = sniffType(headOf(chunks));
  const told = declared !== "application/octet-stream" &&
      PLAIN_TYPE.test(declared ?? "")
    ? declared
    : undefined;
  if (sniffed !== undefined && told !== undefined) {
    // Sound in a container that may hold pictures: the client knows which.
    return containerOf(told) === containerOf(sniffed) ? told : sniffed;
  }
  return sniffed ?? told ?? typeOfName(name) ?? "application/octet-stream";
}

function containerOf(type: string): string {
  return type.slice(type.indexOf("/") + 1);
}

function headOf(chunks: Uint8Array[]): Uint8Array {
  const [first = new Uint8Array()] = chunks;
  if (first.byteLength >= SNIFF_BYTES) return first.subarray(0, SNIFF_BYTES);
  const head = new Uint8Array(SNIFF_BYTES);
  let length = 0;
  for (const chunk of chunks) {
    const piece = chunk.subarray(0, SNIFF_BYTES - length);
    head.set(piece, length);
    length += piece.byteLength;
    if (length === SNIFF_BYTES) break;
  }
  return head.subarray(0, length);
}

/** `a[b][0]` as `["a", "b", "0"]`; odd names stay whole. */
function stepsOf(name: string): string[] {
  const match = /^([^[\]]+)((?:\[[^[\]]*\])+)$/.exec(name);
  if (match === null) return [name];
  const [, base = "", brackets = ""] = match;
  const steps = brackets.slice(1, -1).split("][");
  return steps.length < MAX_STEPS ? [base, ...steps] : [name];
}

/** Whether a step leads into a list rather than into an object. */
function isListStep(step: string): boolean {
  return step === "" || /^\d{1,4}$/.test(step);
}

function place(
  parent: Map<string, unknown>,
  [key = "", ...rest]: string[],
  text: string,
): void {
  const held = parent.get(key);
  const [step, ...further] = rest;
  if (step === undefined || (isListStep(step) && further.length === 0)) {
    const list = Array.isArray(held) ? held : held === undefined ? [] : [held];
    if (step !== undefined && step !== "") list[Number(step)] = text;
    else list.push(text);
    parent.set(key, step === undefined && list.length === 1 ? text : list);
    return;
  }
  const child = held instanceof Map ? held : new Map<string, unknown>();
  parent.set(key, child);
  place(child, rest, text);
}

/** Maps as objects; a list with places left out closes up. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.filter((item) => item !== undefined).map(plain);
  }
  if (!(value instanceof Map)) return value;
  const entries = [...value].map(([key, held]) => [key, plain(held)]);
  return Object.fromEntries(entries);
}
