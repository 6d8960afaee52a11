import type { KeyPolicy } from "../store/key_policy.ts";
import {
  type AddressRange,
  isInRange,
  parseAddress,
  parseRange,
} from "./cidr.ts";
import { matchesGlob } from "./glob.ts";
import { expiredKey, wrongAddress, wrongSurface } from "./refusal.ts";
import type { Surface } from "./surfaces.ts";

export {
  type BodyLog,
  type KeyPolicy,
  OPEN_POLICY,
} from "../store/key_policy.ts";
export { type Surface, SURFACES } from "./surfaces.ts";

/**
 * Checks what holds for every use of a key, whatever it asks for.
 *
 * @throws {ApiError} 401 when it has expired, 403 when it may not be used from
 * this address, or when the address is not known
 */
export function checkUse(
  policy: KeyPolicy,
  { now, address }: { now: number; address: string | undefined },
): void {
  if (policy.expiresAt !== undefined && now >= policy.expiresAt) {
    throw expiredKey();
  }
  if (policy.ips !== undefined && !isAllowedFrom(policy.ips, address)) {
    throw wrongAddress(address);
  }
}

/**
 * Checks that a key may use a surface.
 *
 * @throws {ApiError} 403 `insufficient_permissions`
 */
export function checkSurface(policy: KeyPolicy, surface: Surface): void {
  const { surfaces } = policy;
  if (surfaces === undefined || surfaces.includes(surface)) return;
  throw wrongSurface(surface, surfaces);
}

/** True when a key may use the model that has these names. */
export function mayUseModel(
  policy: KeyPolicy | null,
  names: readonly string[],
): boolean {
  const globs = policy?.models;
  if (globs === undefined) return true;
  return names.some((name) => globs.some((glob) => matchesGlob(glob, name)));
}

/** True when what the calls of a key cost has to be known. */
export function hasBudget(policy: KeyPolicy | null): boolean {
  return policy?.dailyMicroCents !== undefined ||
    policy?.monthlyMicroCents !== undefined;
}

/** Policies are read for each request, and never changed in place. */
const ranges = new WeakMap<string[], AddressRange[]>();

function isAllowedFrom(ips: string[], text: string | undefined): boolean {
  const address = parseAddress(text ?? "");
  if (address === null) return false;
  let allowed = ranges.get(ips);
  if (allowed === undefined) {
    allowed = ips.flatMap((ip) => parseRange(ip) ?? []);
    ranges.set(ips, allowed);
  }
  return allowed.some((range) => isInRange(range, address));
}
