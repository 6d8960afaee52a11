import { ApiError } from "../http/errors.ts";
import {
  changeLoginAttempts,
  forgetLoginAttempts,
  type LoginAttempts,
} from "../store/login_attempts.ts";
import type { Store } from "../store/kv.ts";
import { parseAddress } from "./cidr.ts";

/** How many attempts are free, and how long the next ones have to wait. */
interface Law {
  free: number;
  firstMs: number;
  maxMs: number;
}

/** Of one address. */
const ADDRESS_LAW: Law = { free: 5, firstMs: 2000, maxMs: 15 * 60_000 };

/**
 * Of all addresses together: a short wait, as whoever guesses from many
 * addresses must not keep the owner out.
 */
const GLOBAL_LAW: Law = { free: 60, firstMs: 500, maxMs: 10_000 };

const GLOBAL = "*";

/** Attempts are forgotten when there was none for this long, in ms. */
const FORGET_MS = 30 * 60_000;

/**
 * Counts an attempt to sign in before it is looked at, so that attempts at the
 * same moment count too, on whichever instance.
 *
 * @throws {ApiError} 429 `too_many_attempts` when it has to wait
 */
export async function countLoginAttempt(
  store: Store,
  address: string | undefined,
  now = Date.now(),
): Promise<void> {
  await count(store, { origin: originOf(address), law: ADDRESS_LAW, now });
  await count(store, { origin: GLOBAL, law: GLOBAL_LAW, now });
}

/** Forgets what an address tried before it signed in. */
export async function forgiveLoginAttempts(
  store: Store,
  address: string | undefined,
): Promise<void> {
  await forgetLoginAttempts(store, originOf(address));
}

async function count(
  store: Store,
  { origin, law, now }: { origin: string; law: Law; now: number },
): Promise<void> {
  let waitMs = 0;
  const isCounted = await changeLoginAttempts(store, origin, (known) => {
    const old = known !== null && known.forgetAt > now ? known : null;
    waitMs = Math.max(0, (old?.blockedUntil ?? 0) - now);
    return waitMs > 0 ? null : oneMore(old, law, now);
  }, now);
  if (!isCounted) waitMs = law.firstMs;
  if (waitMs > 0) throw tooMany(waitMs);
}

function oneMore(
  old: LoginAttempts | null,
  law: Law,
  now: number,
): LoginAttempts {
  const count = (old?.count ?? 0) + 1;
  const over = count - law.free;
  const waitMs = over < 0
    ? 0
    : Math.min(law.maxMs, law.firstMs * 2 ** Math.min(over, 30));
  return { count, blockedUntil: now + waitMs, forgetAt: now + FORGET_MS };
}

/** An owner of IPv6 addresses has 2^64 of them at least. */
function originOf(text: string | undefined): string {
  const address = parseAddress(text ?? "");
  if (address === null) return "unknown";
  const isV4 = address.slice(0, 10).every((byte) => byte === 0) &&
    address[10] === 0xff && address[11] === 0xff;
  return [...(isV4 ? address.slice(12) : address.slice(0, 8))]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function tooMany(waitMs: number): ApiError {
  const seconds = Math.ceil(waitMs / 1000);
  return new ApiError(
    `There were too many attempts to sign in: try again in ${seconds} s`,
    {
      status: 429,
      type: "rate_limit_error",
      code: "too_many_attempts",
      retryAfter: seconds,
    },
  );
}
