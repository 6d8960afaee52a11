/** Periods that Page Up and Page Down pass over. */
const PAGE = 7;

/**
 * The period a key leads to from the one shown, where none counts as the last;
 * null to show none, undefined when the key has no meaning here.
 */
export function nextPeriod(
  key: string,
  shown: number | null,
  count: number,
): number | null | undefined {
  const last = count - 1;
  const within = (index: number) => Math.min(last, Math.max(0, index));
  const from = shown ?? last;
  switch (key) {
    case "ArrowLeft":
    case "ArrowDown":
      return within(from - 1);
    case "ArrowRight":
    case "ArrowUp":
      return within(from + 1);
    case "PageDown":
      return within(from - PAGE);
    case "PageUp":
      return within(from + PAGE);
    case "Home":
      return 0;
    case "End":
      return last;
    case "Escape":
      return null;
  }
}
