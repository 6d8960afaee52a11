import type { KeyChange } from "../../auth/keys.ts";
import { ApiError } from "../../http/errors.ts";
import {
  type AuditEvent,
  getAuditEvent,
  markUndone,
} from "../../store/audit.ts";
import { changeAccount } from "../accounts/actions.ts";
import type { OwnerChoices } from "../accounts/record.ts";
import type { UndoKind } from "./audit.ts";
import type { EndpointCall } from "../endpoint.ts";
import { notFound } from "../owner/owner_body.ts";
import type { Services } from "../services.ts";
import type { SettingsPatch } from "../settings/settings.ts";

/**
 * Takes an action back: brings about `before` where `after` still is, and
 * fails with 409 `changed_since` otherwise.
 */
type Undo = (services: Services, event: AuditEvent) => Promise<void>;

const UNDO: Record<UndoKind, Undo> = {
  settings: async (services, event) => {
    const before = event.before as SettingsPatch;
    const expected = event.after as SettingsPatch;
    await services.settings.change(before, { expected });
  },
  key: async (services, { target, before, after }) => {
    const choices = before as KeyChange;
    const key = await services.keys.change(target, choices, after as KeyChange);
    if (key === null) throw notFound("key", target);
  },
  account: async (services, event) => {
    const choices = event.before as OwnerChoices;
    const expected = event.after as OwnerChoices;
    await changeAccount(services, event.target, { choices, expected });
  },
};

/**
 * Takes back what an event says was done. That is an event of its own, and can
 * be taken back too.
 *
 * @throws {ApiError} 404 when there is no such event; 409 `cannot_undo` or
 * `already_undone`, and `changed_since` when the thing is not as it was left
 */
export async function undoEvent(
  call: EndpointCall,
  id: string,
): Promise<AuditEvent> {
  const { services } = call;
  await services.audit.flush();
  const event = await getAuditEvent(services.store, id);
  if (event === null) throw notFound("event", id);
  if (event.undoneBy !== undefined) {
    throw conflict("This was taken back already", "already_undone");
  }
  const undo = UNDO[event.undo as UndoKind];
  if (undo === undefined) {
    throw conflict("This cannot be taken back", "cannot_undo");
  }
  await undo(services, event).catch((thrown) => {
    const isGone = thrown instanceof ApiError && thrown.status === 404;
    throw isGone ? conflict("It is there no longer", "changed_since") : thrown;
  });
  const { action, target, before, after } = event;
  const made = services.audit.note({
    action,
    target,
    before: after,
    after: before,
    undo: event.undo as UndoKind,
    undoes: id,
    by: call,
  });
  await services.audit.flush();
  await markUndone(services.store, id, made.id);
  return made;
}

function conflict(message: string, code: string): ApiError {
  return new ApiError(message, { status: 409, code });
}
