import { encodeBase64Url } from "@std/encoding/base64url";
import { monotonicUlid } from "@std/ulid";
import type { BodyLog, KeyPolicy } from "../store/key_policy.ts";
import type { KeyRecord } from "../store/keys.ts";
import { digestOf } from "./digest.ts";
import { makeKey } from "./owner.ts";

/** Every limit of a policy; null where there is none. */
export type PolicyView =
  & { bodies: BodyLog }
  & {
    [Name in Exclude<keyof KeyPolicy, "bodies">]-?:
      | NonNullable<KeyPolicy[Name]>
      | null;
  };

/** What may be shown of a client key. */
export interface KeyView extends PolicyView {
  id: string;
  name: string;
  /** The key's beginning and end. */
  hint: string;
  createdAt: number;
  /** When the key before the last rotation stops working; null when it has. */
  previousUntil: number | null;
  /** When it was last used, to a minute; null when never. */
  lastUsedAt: number | null;
  /** Names its public page, `/guest/<id>`; null when it is no guest link. */
  guestId: string | null;
}

/** A client key at the only moment when it can be read. */
export interface NewKey extends KeyView {
  key: string;
}

/** Changes to a key: what is absent stays, a limit of null goes. */
export type KeyChange = Partial<PolicyView> & { name?: string };

/** What a key is made with. */
export type KeyOptions = KeyChange & {
  name: string;
  /** True for a guest link: a key with a public page of its own. */
  guest?: boolean;
};

/** A new key and the record that knows it again. */
export function makeRecord(
  { name, guest = false, ...policy }: KeyOptions,
  createdAt: number,
): { key: string; record: KeyRecord } {
  const secret = makeSecret();
  const record: KeyRecord = {
    id: monotonicUlid(),
    name,
    digest: secret.digest,
    hint: secret.hint,
    createdAt,
    ...(guest ? { guestId: makeGuestId() } : {}),
  };
  return { key: secret.key, record: withChange(record, policy) };
}

/** A new secret with what is stored of it. */
export function makeSecret(): { key: string; digest: string; hint: string } {
  const key = makeKey();
  const hint = `${key.slice(0, 11)}…${key.slice(-4)}`;
  return { key, digest: digestOf(key), hint };
}

/** 128 random bits: who was not told the address of the page cannot guess it. */
function makeGuestId(): string {
  return encodeBase64Url(crypto.getRandomValues(new Uint8Array(16)));
}

/** A record with a changed name or policy. */
export function withChange(record: KeyRecord, change: KeyChange): KeyRecord {
  const { name = record.name, ...limits } = change;
  const policy: Record<string, unknown> = { bodies: "off", ...record.policy };
  for (const [limit, value] of Object.entries(limits)) {
    if (value === null) delete policy[limit];
    else if (value !== undefined) policy[limit] = value;
  }
  return { ...record, name, policy: policy as unknown as KeyPolicy };
}

/** A record with a new secret; the one it had goes on for `graceMs`. */
export function withSecret(
  record: KeyRecord,
  secret: { digest: string; hint: string },
  { now, graceMs }: { now: number; graceMs: number },
): KeyRecord {
  const { previous: _, ...kept } = record;
  const next = { ...kept, digest: secret.digest, hint: secret.hint };
  if (graceMs <= 0) return next;
  return { ...next, previous: { digest: record.digest, until: now + graceMs } };
}

/** What may be shown of a record: all but the digests. */
export function viewOf(
  record: KeyRecord,
  { now, lastUsedAt }: { now: number; lastUsedAt: number | null },
): KeyView {
  const { id, name, hint, createdAt, policy, previous } = record;
  return {
    id,
    name,
    hint,
    createdAt,
    previousUntil: previous !== undefined && previous.until > now
      ? previous.until
      : null,
    lastUsedAt,
    guestId: record.guestId ?? null,
    models: policy?.models ?? null,
    surfaces: policy?.surfaces ?? null,
    perMinute: policy?.perMinute ?? null,
    atOnce: policy?.atOnce ?? null,
    dailyMicroCents: policy?.dailyMicroCents ?? null,
    monthlyMicroCents: policy?.monthlyMicroCents ?? null,
    expiresAt: policy?.expiresAt ?? null,
    ips: policy?.ips ?? null,
    bodies: policy?.bodies ?? "off",
  };
}
