import type { z } from "zod";
import type { Caller } from "../../auth/keys.ts";
import type { guestUsageSchema } from "../api_schemas/guest.ts";
import type { EndpointCall } from "../endpoint.ts";
import { notFound } from "../owner/owner_body.ts";
import type { Services } from "../services.ts";

/** What the page of a guest link says to anybody who knows its address. */
export interface GuestFacts {
  id: string;
  name: string;
  /** Unix ms; null when it does not end by itself. */
  expiresAt: number | null;
}

/**
 * A guest link by the id of its page; null when there is none, or it has
 * ended.
 *
 * The link is `/guest/<id>#<key>`. The page's address says which link it is and
 * opens nothing; the key stands behind the `#`, which browsers send to no
 * server, so it reaches no log, no proxy and no `Referer`. The page takes it
 * out of the address bar and sends it as the bearer key of its calls, where it
 * is subject to everything that limits a client key.
 *
 * @throws {ApiError} 503 when the database is not available
 */
export async function guestFacts(
  services: Services,
  id: string,
): Promise<GuestFacts | null> {
  await services.ready();
  const guest = services.keys.guest(id);
  if (guest === undefined) return null;
  return { id, name: guest.name, expiresAt: guest.policy?.expiresAt ?? null };
}

/**
 * What the key of a guest link may use and has used, for its holder.
 *
 * @throws {ApiError} 404 for every other key
 */
export async function guestUsage(
  { caller, services, params }: EndpointCall,
): Promise<z.output<typeof guestUsageSchema>> {
  const id = params.id ?? "";
  if (!isGuest(services.keys.guest(id), caller)) {
    throw notFound("guest_link", id);
  }
  const { policy, keyId, name } = caller;
  const perMinute = policy?.perMinute ?? null;
  const atOnce = policy?.atOnce ?? null;
  const used = await services.limits.usageOf(keyId, { perMinute, atOnce });
  return {
    name,
    expiresAt: policy?.expiresAt ?? null,
    perMinute,
    lastMinute: used.lastMinute,
    dailyMicroCents: policy?.dailyMicroCents ?? null,
    dayMicroCents: used.dayMicroCents,
    monthlyMicroCents: policy?.monthlyMicroCents ?? null,
    monthMicroCents: used.monthMicroCents,
  };
}

function isGuest(guest: Caller | undefined, caller: Caller): boolean {
  return guest !== undefined && guest.keyId === caller.keyId;
}
