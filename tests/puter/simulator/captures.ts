import { assertEquals } from "@std/assert";
import type {
  AccountOptions,
  Simulator,
} from "../../../lib/puter/simulator/mod.ts";

/** One exchange that was watched on the wire, without its secrets. */
export interface Capture {
  name: string;
  method: string;
  path: string;
  /** Absent for the API host. */
  host?: "site";
  /** Absent for JSON. */
  contentType?: string;
  origin?: string;
  /** Kind of the token that was sent. */
  token?: string;
  /** What was special about the account. */
  account?: AccountOptions;
  /** The text that was sent, or the JSON it is made of. */
  body?: unknown;
  /** A body of so many bytes. */
  bodyBytes?: number;
  /** A driver call that was answered before. */
  after?: unknown;
  response: {
    status: number;
    contentType: string;
    etag?: string;
    needsUpgrade?: boolean;
    headers?: Record<string, string>;
    /** The answer holds more than this. */
    partial?: boolean;
    body: unknown;
  };
}

/** The captures of one subject. */
export function readCaptures(subject: string): Capture[] {
  const file = new URL(
    `../../fixtures/puter/${subject}.json`,
    import.meta.url,
  );
  return JSON.parse(Deno.readTextFileSync(file));
}

/** The capture of that name. */
export function readCapture(subject: string, name: string): Capture {
  const found = readCaptures(subject).find((one) => one.name === name);
  if (found === undefined) throw new Error(`No capture "${name}"`);
  return found;
}

/** Sends what was sent then, with the token given. */
export function replay(
  capture: Capture,
  { simulator, token }: { simulator: Simulator; token?: string },
): Promise<Response> {
  const host = capture.host === "site" ? "puter" : "api.puter";
  const headers = new Headers();
  if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
  if (capture.origin !== undefined) headers.set("origin", capture.origin);
  if (capture.body !== undefined) {
    headers.set("content-type", capture.contentType ?? "application/json");
  }
  return simulator.handler(
    new Request(`http://${host}.localhost${capture.path}`, {
      method: capture.method,
      headers,
      body: bodyOf(capture.body),
    }),
  );
}

function bodyOf(body: unknown): string | undefined {
  if (body === undefined || typeof body === "string") return body;
  return JSON.stringify(body, (_key, value) => {
    const repeat = value?.$repeat;
    return Array.isArray(repeat) ? repeat[0].repeat(repeat[1]) : value;
  });
}

/** Fails unless the simulator answered as Puter did then. */
export async function assertAsCaptured(
  response: Response,
  { response: expected }: Capture,
): Promise<void> {
  assertEquals(response.status, expected.status);
  const contentType = response.headers.get("content-type") ?? "";
  assertEquals(contentType, expected.contentType);
  for (const [name, value] of Object.entries(expected.headers ?? {})) {
    assertEquals(response.headers.get(name), value, name);
  }
  if (expected.etag !== undefined) {
    assertEquals(response.headers.get("etag"), expected.etag);
  }
  assertEquals(
    response.headers.get("x-needs-upgrade"),
    expected.needsUpgrade ? "true" : null,
  );
  const text = await response.text();
  const body = contentType.startsWith("application/json")
    ? JSON.parse(text)
    : text;
  const { partial = false } = expected;
  assertEquals(likeness(body, expected.body, partial), expected.body);
}

/**
 * The value with what changes from call to call replaced by its kind. Fields
 * that are not expected are left out of a partial comparison.
 */
function likeness(
  value: unknown,
  expected: unknown,
  partial: boolean,
): unknown {
  if (typeof expected === "string" && expected.startsWith("$")) {
    return kindOf(value, expected);
  }
  if (Array.isArray(value) && Array.isArray(expected)) {
    return value.map((item, i) => likeness(item, expected[i], partial));
  }
  if (!isRecord(value) || !isRecord(expected)) return value;
  const entries = Object.entries(value).map(([key, item]) => {
    const name = !(key in expected) && key.startsWith("app-") ? "$app" : key;
    return [name, likeness(item, expected[name], partial)] as const;
  });
  return Object.fromEntries(
    partial ? entries.filter(([key]) => key in expected) : entries,
  );
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

function kindOf(value: unknown, kind: string): unknown {
  const fits = kind === "$number"
    ? typeof value === "number"
    : typeof value === "string" && value !== "" &&
      (kind !== "$uuid" || UUID.test(value)) &&
      (kind !== "$app" || value.startsWith("app-"));
  return fits ? kind : value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
