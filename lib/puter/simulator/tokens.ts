import { encodeBase64 } from "@std/encoding/base64";
import { encodeBase64Url } from "@std/encoding/base64url";
import { decodeHex } from "@std/encoding/hex";

/** What a simulated token is for; `retired` has the format Puter gave up. */
export type SimTokenKind =
  | "full_access"
  | "session"
  | "app"
  | "scoped"
  | "worker"
  | "retired";

/** What a token is made of. Times are milliseconds since 1970. */
export interface FakeTokenOptions {
  kind: SimTokenKind;
  accountId: string;
  issuedAt: number;
  expiresAt?: number;
  /** UUID of the app behind an app token, without its `app-` prefix. */
  appId?: string;
}

/**
 * Makes a token as Puter packs them: a JWT whose payload can be read. Its
 * signature is random and says that it is none.
 */
export function makeFakeToken(options: FakeTokenOptions): string {
  const header = options.kind === "retired"
    ? { alg: "HS256", typ: "JWT" }
    : { alg: "HS256", typ: "JWT", kid: "v2" };
  const payload = {
    ...marksOf(options),
    uu: packUuid(options.accountId),
    su: packUuid(crypto.randomUUID()),
    iat: toSeconds(options.issuedAt),
    exp: options.expiresAt === undefined
      ? undefined
      : toSeconds(options.expiresAt),
  };
  const nonce = crypto.randomUUID().replaceAll("-", "");
  return `${encodePart(header)}.${encodePart(payload)}.simulated_${nonce}`;
}

/** True for the current format: three parts, the first naming key `v2`. */
export function hasCurrentFormat(token: string): boolean {
  const [header = "", payload, signature] = token.split(".");
  if (payload === undefined || signature === undefined) return false;
  try {
    const plain = header.replaceAll("-", "+").replaceAll("_", "/");
    return JSON.parse(atob(plain)).kid === "v2";
  } catch {
    return false;
  }
}

function marksOf({ kind, appId }: FakeTokenOptions): Record<string, unknown> {
  switch (kind) {
    case "full_access":
      return { t: "t", token_uid: crypto.randomUUID(), full_access: true };
    case "scoped":
      return { t: "t", token_uid: crypto.randomUUID() };
    case "app":
      return { t: "au", au: packUuid(appId ?? crypto.randomUUID()) };
    case "worker":
      return { t: "s", worker: true, worker_name: "simulated" };
    default:
      return { t: "gui" };
  }
}

/** Base64 of the 16 bytes. */
function packUuid(uuid: string): string {
  return encodeBase64(decodeHex(uuid.replaceAll("-", "")));
}

function encodePart(fields: unknown): string {
  return encodeBase64Url(JSON.stringify(fields));
}

function toSeconds(ms: number): number {
  return Math.floor(ms / 1000);
}
