import type { z } from "zod";
import { describeAction } from "../../i18n/audit.ts";
import type { AuditEvent } from "../../store/audit.ts";
import type { auditEventSchema } from "../api_schemas/audit.ts";

/** An event as the owner sees it. */
export function auditView(
  event: AuditEvent,
): z.output<typeof auditEventSchema> {
  const { undo, undoneBy, undoes, before, after, ...rest } = event;
  return {
    ...rest,
    sentence: {
      en: describeAction(event, "en"),
      zh: describeAction(event, "zh"),
    },
    before: before ?? null,
    after: after ?? null,
    omitted: event.omitted ?? false,
    canUndo: undo !== undefined && undoneBy === undefined,
    undoneBy: undoneBy ?? null,
    undoes: undoes ?? null,
  };
}
