import type { ModelNote } from "../../store/settings/record.ts";

/** A model as the gateway lists it, before the owner's changes. */
export interface CatalogueModel {
  id: string;
  name: string;
}

/** A model of the list with what the owner says of it. */
export interface ModelRow {
  id: string;
  /** The catalogue's name; null where it lists none. */
  name: string | null;
  note: ModelNote | null;
}

/** Longest list a page shows at once. */
export const MAX_ROWS = 40;

/** Models that are listed or noted, those with notes first. */
export function rowsOf(
  models: readonly CatalogueModel[],
  notes: readonly ModelNote[],
): ModelRow[] {
  const listed = new Map(models.map((model) => [keyOf(model.id), model]));
  const noted = notes.map((note) => ({
    id: note.id,
    name: listed.get(keyOf(note.id))?.name ?? null,
    note,
  }));
  const known = new Set(notes.map(({ id }) => keyOf(id)));
  const others = models.filter(({ id }) => !known.has(keyOf(id)))
    .map(({ id, name }) => ({ id, name, note: null }));
  return [...noted, ...others];
}

/** Rows whose id, name or label has a text in it. */
export function searchRows(
  rows: readonly ModelRow[],
  text: string,
): ModelRow[] {
  const wanted = text.trim().toLowerCase();
  return rows.filter(({ id, name, note }) =>
    [id, name, note?.label].some((part) => part?.toLowerCase().includes(wanted))
  );
}

/** Notes with a change to one; a note that says nothing is left out. */
export function withNote(
  notes: readonly ModelNote[],
  id: string,
  change: { label?: string; hidden?: boolean; extra?: boolean },
): ModelNote[] {
  const old = notes.find((note) => keyOf(note.id) === keyOf(id)) ?? { id };
  const { label, hidden, extra } = { ...old, ...change };
  const next: ModelNote = { id: old.id };
  if (label) next.label = label;
  if (hidden) next.hidden = true;
  if (extra) next.extra = true;
  const isEmpty = Object.keys(next).length === 1;
  const isOld = notes.some((note) => keyOf(note.id) === keyOf(id));
  if (!isOld) return isEmpty ? [...notes] : [...notes, next];
  return notes.flatMap((note) =>
    keyOf(note.id) !== keyOf(id) ? [note] : isEmpty ? [] : [next]
  );
}

/** The notes in a file that another gateway exported; null for other files. */
export function notesOfFile(text: string): ModelNote[] | null {
  try {
    const { models } = JSON.parse(text) as { models?: unknown };
    if (!Array.isArray(models)) return null;
    return models.every((note) => typeof note?.id === "string") ? models : null;
  } catch {
    return null;
  }
}

/** Ids are compared as the gateway does. */
function keyOf(id: string): string {
  return id.trim().toLowerCase();
}
