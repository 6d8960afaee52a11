import { useSignal } from "@preact/signals";
import { Badge } from "../components/Badge.tsx";
import { Button } from "../components/Button.tsx";
import { Undo2 } from "../components/icons.ts";
import { RelativeTime } from "../components/RelativeTime.tsx";
import { AuditChange } from "../components/settings/AuditChange.tsx";
import { api, sentenceOf } from "../lib/browser/api.ts";
import type { AuditEvent, AuditPage } from "../lib/browser/api_types.ts";
import { showToast } from "../lib/browser/toasts.ts";
import { fill } from "../lib/i18n/fill.ts";
import type { Language, Words } from "../lib/i18n/mod.ts";

export interface AuditLogProps {
  page: AuditPage;
  /** The beginning of the actions that are shown; null for all. */
  action: string | null;
  language: Language;
  words: Pick<Words, "settings" | "common">;
}

/** What the owner did, the newest first, with what can be taken back. */
export function AuditLog(props: AuditLogProps) {
  const { action, language } = props;
  const { settings: { audit: words }, common } = props.words;
  const events = useSignal<readonly AuditEvent[]>(props.page.events);
  const cursor = useSignal(props.page.cursor);
  const busy = useSignal<string | null>(null);

  async function more() {
    if (cursor.value === null) return;
    busy.value = "more";
    const query = new URLSearchParams({ cursor: cursor.value });
    if (action !== null) query.set("action", action);
    const read = await api.get<AuditPage>(`/api/audit?${query}`);
    busy.value = null;
    if (!read.ok) {
      const text = sentenceOf(read.fault, common.faults);
      return showToast({ text, tone: "bad" });
    }
    events.value = [...events.value, ...read.value.events];
    cursor.value = read.value.cursor;
  }

  async function undo({ id }: AuditEvent) {
    busy.value = id;
    const made = await api.post<AuditEvent>(`/api/audit/${id}/undo`);
    busy.value = null;
    if (!made.ok) {
      const text = sentenceOf(made.fault, common.faults);
      return showToast({ text, tone: "bad" });
    }
    events.value = [
      made.value,
      ...events.value.map((event) =>
        event.id === id
          ? { ...event, canUndo: false, undoneBy: made.value.id }
          : event
      ),
    ];
    showToast({ text: words.undone, tone: "good" });
  }

  return (
    <>
      <ol class="plain audit">
        {events.value.map((event) => (
          <li key={event.id} class="audit-event">
            <div class="audit-head">
              <strong>{event.sentence[language]}</strong>
              {event.undoneBy && <Badge>{words.wasUndone}</Badge>}
              <span class="audit-when small quiet">
                <RelativeTime at={event.at} language={language} />
              </span>
            </div>
            <p class="small quiet audit-facts">
              <span>{fill(words.by, { name: actorOf(event, words) })}</span>
              <code>{event.target}</code>
            </p>
            <AuditChange event={event} words={words} />
            {event.canUndo && (
              <div>
                <Button
                  size="s"
                  icon={Undo2}
                  busy={busy.value === event.id}
                  label={fill(words.undoOf, { what: event.sentence[language] })}
                  onClick={() => undo(event)}
                >
                  {words.undo}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ol>
      {cursor.value !== null && (
        <Button busy={busy.value === "more"} onClick={more}>
          {words.more}
        </Button>
      )}
    </>
  );
}

function actorOf(
  { actor }: AuditEvent,
  words: Words["settings"]["audit"],
): string {
  const { kind, keyId, name } = actor;
  if (kind === "owner") {
    return words.actors[keyId === "cockpit" ? "cockpit" : "owner"];
  }
  return words.actors[kind] ?? name;
}
