import type {
  KeyChange,
  KeyOptions,
  KeyView,
  NewKey,
} from "../../auth/keys.ts";
import { differences } from "../../http/differences.ts";
import type { EndpointCall } from "../endpoint.ts";
import { notFound } from "../owner/owner_body.ts";

/** Makes a client key for the owner. */
export async function makeKey(
  call: EndpointCall,
  options: KeyOptions,
): Promise<NewKey> {
  const { keys, audit } = call.services;
  const made = await keys.create(options);
  const { key: _, ...view } = made;
  audit.note({ action: "key.create", target: made.id, after: view, by: call });
  return made;
}

/**
 * Changes a client key for the owner.
 *
 * @throws {ApiError} 404 when there is none
 */
export async function changeKey(
  call: EndpointCall,
  id: string,
  change: KeyChange,
): Promise<KeyView> {
  const { keys, audit } = call.services;
  const before = await keys.get(id);
  const view = before && await keys.change(id, change);
  if (before === null || view === null) throw notFound("key", id);
  const changed = differences(before, change);
  if (changed === null) return view;
  audit.note({
    action: "key.change",
    target: id,
    ...changed,
    undo: "key",
    by: call,
  });
  return view;
}

/**
 * Gives a client key a new secret for the owner.
 *
 * @throws {ApiError} 404 when there is none
 */
export async function rotateKey(
  call: EndpointCall,
  id: string,
  graceMs: number,
): Promise<NewKey> {
  const { keys, audit } = call.services;
  const before = await keys.get(id);
  const made = before && await keys.rotate(id, graceMs);
  if (before === null || made === null) throw notFound("key", id);
  audit.note({
    action: "key.rotate",
    target: id,
    before: { hint: before.hint },
    after: { hint: made.hint, previousUntil: made.previousUntil },
    by: call,
  });
  return made;
}

/**
 * Revokes a client key for the owner.
 *
 * @throws {ApiError} 404 when there is none
 */
export async function revokeKey(call: EndpointCall, id: string): Promise<void> {
  const { keys, audit } = call.services;
  const before = await keys.get(id);
  if (!await keys.revoke(id)) throw notFound("key", id);
  audit.note({ action: "key.revoke", target: id, before, by: call });
}
