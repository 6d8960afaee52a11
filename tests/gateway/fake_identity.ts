import { decodeHex } from "@std/encoding/hex";
import { encodeBase64 } from "@std/encoding/base64";
import { encodeBase64Url } from "@std/encoding/base64url";
import type {
  PuterAnswer,
  PuterCall,
  PuterTransport,
} from "../../lib/puter/transport.ts";

/** What a fake token says of itself. */
export interface FakeTokenOptions {
  accountId: string;
  kind?: "full_access" | "session" | "scoped";
  /** Seconds, as in a JWT. */
  issuedAt?: number;
  expiresAt?: number;
}

const KINDS = {
  full_access: { t: "t", full_access: true },
  session: { t: "gui" },
  scoped: { t: "t" },
};

/** A token in Puter's format whose signature is the word "fake". */
export function fakeToken(options: FakeTokenOptions): string {
  const uuid = decodeHex(options.accountId.replaceAll("-", ""));
  const payload = {
    ...KINDS[options.kind ?? "full_access"],
    uu: encodeBase64(uuid),
    iat: options.issuedAt,
    exp: options.expiresAt,
  };
  const parts = [{ alg: "HS256", typ: "JWT", kid: "v2" }, payload]
    .map((part) => encodeBase64Url(JSON.stringify(part)));
  return [...parts, encodeBase64Url("fake")].join(".");
}

/** How a fake Puter answers a path; a string breaks the connection. */
export type FakeAnswer = { status: number; body: unknown } | "broken";

/** Answers `/whoami` and `/metering/usage` by token. */
export class FakePuter implements PuterTransport {
  readonly kind = "puter";
  readonly calls: string[] = [];
  readonly #answers = new Map<string, FakeAnswer>();

  /** Sets the answer to `/whoami` with a token. */
  whoami(token: string, answer: FakeAnswer): void {
    this.#answers.set(`/whoami ${token}`, answer);
  }

  /** Makes `/whoami` accept a token. */
  accept(token: string, accountId: string, more: object = {}): void {
    const username = `user_${accountId.slice(0, 4)}`;
    const body = { uuid: accountId, username, email_confirmed: true, ...more };
    this.whoami(token, { status: 200, body });
  }

  /** Sets the answer to `/metering/usage` with a token. */
  usage(token: string, allowanceInfo: object): void {
    const answer = { status: 200, body: { allowanceInfo } };
    this.#answers.set(`/metering/usage ${token}`, answer);
  }

  send(call: PuterCall) {
    this.calls.push(call.path);
    const answer = this.#answers.get(`${call.path} ${call.token}`) ??
      { status: 404, body: { code: "not_found", error: "Not found" } };
    const head = answer === "broken"
      ? Promise.reject(new Error("connection reset"))
      : Promise.resolve(answerOf(answer.status, answer.body));
    return { answer: head, cancel: () => {} };
  }
}

function answerOf(status: number, body: unknown): PuterAnswer {
  const chunks = [new TextEncoder().encode(JSON.stringify(body))];
  return {
    status,
    contentType: "application/json",
    header: () => null,
    read: () => Promise.resolve(chunks.shift() ?? null),
  };
}
