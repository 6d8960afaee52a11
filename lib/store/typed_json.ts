import { decodeBase64, encodeBase64 } from "@std/encoding/base64";

/** A key or value of the database in a form that JSON can carry. */
export type TypedJson =
  | null
  | boolean
  | number
  | string
  | TypedJson[]
  | { [name: string]: TypedJson };

/** Marks what JSON has no form for. */
const TAG = "$";

const ARRAYS = {
  Uint8Array,
  Uint8ClampedArray,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
};

/**
 * A value as JSON from which `fromTyped` makes the same value again.
 *
 * @throws {TypeError} for what the database cannot hold either, and for errors
 * and regular expressions
 */
export function toTyped(value: unknown): TypedJson {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return isPlainNumber(value) ? value : tagged("number", numberText(value));
    case "bigint":
      return tagged("bigint", String(value));
    case "undefined":
      return { [TAG]: "undefined" };
    case "object":
      return value === null ? null : objectToTyped(value);
    default:
      throw new TypeError(`Cannot write a ${typeof value} as JSON`);
  }
}

/**
 * The value that `toTyped` wrote.
 *
 * @throws {TypeError} when it is not of that form
 */
export function fromTyped(json: unknown): unknown {
  if (typeof json !== "object" || json === null) return json;
  if (Array.isArray(json)) return json.map(fromTyped);
  if (TAG in json) return untagged(json as Record<string, unknown>);
  return objectOf(
    Object.entries(json).map(([name, field]) => [name, fromTyped(field)]),
  );
}

function tagged(type: string, value: TypedJson): TypedJson {
  return { [TAG]: type, v: value };
}

function isPlainNumber(value: number): boolean {
  return Number.isFinite(value) && !Object.is(value, -0);
}

function numberText(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

function objectToTyped(value: object): TypedJson {
  if (Array.isArray(value)) return Array.from(value, toTyped);
  if (value instanceof Date) return tagged("Date", toTyped(value.getTime()));
  if (value instanceof Deno.KvU64) return tagged("KvU64", String(value.value));
  if (value instanceof Map) {
    return tagged("Map", Array.from(value, (pair) => pair.map(toTyped)));
  }
  if (value instanceof Set) return tagged("Set", Array.from(value, toTyped));
  if (value instanceof ArrayBuffer) {
    return tagged("ArrayBuffer", encodeBase64(new Uint8Array(value)));
  }
  if (ArrayBuffer.isView(value)) return viewToTyped(value);
  if (value instanceof Error || value instanceof RegExp) {
    throw new TypeError(`Cannot write a ${value.constructor.name} as JSON`);
  }
  const entries = Object.entries(value).map(([name, field]) =>
    [name, toTyped(field)] as [string, TypedJson]
  );
  // Such names would be taken for a mark, or lost.
  const isPlain = !entries.some(([name]) => name === TAG || isMagic(name));
  return isPlain ? Object.fromEntries(entries) : tagged("object", entries);
}

function viewToTyped(view: ArrayBufferView): TypedJson {
  const name = view.constructor.name;
  if (!Object.hasOwn(ARRAYS, name)) {
    throw new TypeError(`Cannot write a ${name} as JSON`);
  }
  const { buffer, byteOffset, byteLength } = view;
  return tagged(
    name,
    encodeBase64(new Uint8Array(buffer, byteOffset, byteLength)),
  );
}

function isMagic(name: string): boolean {
  return name === "__proto__";
}

function objectOf(entries: [string, unknown][]): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const [name, value] of entries) {
    Object.defineProperty(object, name, {
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return object;
}

function untagged(json: Record<string, unknown>): unknown {
  const type = json[TAG];
  const value = json["v"];
  switch (type) {
    case "undefined":
      return undefined;
    case "number":
      return Number(textOf(value));
    case "bigint":
      return BigInt(textOf(value));
    case "KvU64":
      return new Deno.KvU64(BigInt(textOf(value)));
    case "Date":
      return new Date(Number(fromTyped(value)));
    case "Map":
      return new Map(pairsOf(value));
    case "Set":
      return new Set(listOf(value).map(fromTyped));
    case "ArrayBuffer":
      return bytesOf(value).buffer;
    case "object":
      return objectOf(
        pairsOf(value).map(([name, field]) => [textOf(name), field]),
      );
    default:
      return arrayOf(type, value);
  }
}

function arrayOf(type: unknown, value: unknown): unknown {
  const name = String(type);
  if (!Object.hasOwn(ARRAYS, name)) throw unreadable();
  return new ARRAYS[name as keyof typeof ARRAYS](bytesOf(value).buffer);
}

function bytesOf(value: unknown): Uint8Array<ArrayBuffer> {
  return new Uint8Array(decodeBase64(textOf(value)));
}

function pairsOf(value: unknown): [unknown, unknown][] {
  return listOf(value).map((pair) => {
    const [first, second] = listOf(pair);
    return [fromTyped(first), fromTyped(second)];
  });
}

function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw unreadable();
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  throw unreadable();
}

function unreadable(): TypeError {
  return new TypeError("Cannot read this as a typed value");
}
