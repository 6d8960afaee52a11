import type { AuditEvent } from "../../lib/browser/api_types.ts";
import type { Words } from "../../lib/i18n/mod.ts";

export interface AuditChangeProps {
  event: AuditEvent;
  words: Words["settings"]["audit"];
}

/** Changes of more fields than this are folded. */
const MAX_OPEN = 3;

/** What an event changed, field by field: before and after. */
export function AuditChange({ event, words }: AuditChangeProps) {
  if (event.omitted) return <p class="hint">{words.omitted}</p>;
  const fields = fieldsOf(event);
  if (fields.length === 0) return null;
  const list = (
    <ul class="plain audit-fields small">
      {fields.map(({ name, before, after }) => (
        <li key={name}>
          <code class="audit-field">{name}</code>
          <span class="visually-hidden">{words.before}:</span>
          <code class="quiet">{before}</code>
          <span aria-hidden="true">→</span>
          <span class="visually-hidden">{words.after}:</span>
          <code>{after}</code>
        </li>
      ))}
    </ul>
  );
  if (fields.length <= MAX_OPEN) return list;
  return (
    <details>
      <summary class="small">{words.details}</summary>
      {list}
    </details>
  );
}

const MAX_LENGTH = 400;

function fieldsOf({ before, after }: AuditEvent) {
  const old = recordOf(before);
  const now = recordOf(after);
  const names = new Set([...Object.keys(old), ...Object.keys(now)]);
  return [...names].map((name) => ({
    name,
    before: said(old[name]),
    after: said(now[name]),
  })).filter((field) => field.before !== field.after);
}

function recordOf(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  return value === null || value === undefined ? {} : { value };
}

function said(value: unknown): string {
  if (value === undefined || value === null || value === "") return "—";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}
