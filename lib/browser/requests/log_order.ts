/** Anything that a log lists: ids are ordered by time. */
export interface Identified {
  id: string;
}

/** Where an id is, or would be, among rows from high to low. */
export function placeOf(rows: readonly Identified[], id: string): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.id ?? "") > id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Rows in order, each id once. */
export function withoutRepeats<Row extends Identified>(rows: Row[]): Row[] {
  return rows.filter((row, at) => row.id !== rows[at - 1]?.id);
}
