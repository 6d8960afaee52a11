/**
 * True when a name matches a glob as a whole: `*` stands for any text, `?` for
 * one character, and case does not matter. Takes at most the product of both
 * lengths, whatever the glob.
 */
export function matchesGlob(glob: string, name: string): boolean {
  const pattern = glob.toLowerCase();
  const text = name.toLowerCase();
  let p = 0;
  let t = 0;
  /** Where to go on when what follows the last `*` does not fit. */
  let star = -1;
  let retry = 0;
  while (t < text.length) {
    const wanted = pattern[p];
    if (wanted === "*") {
      star = p++;
      retry = t;
    } else if (wanted === "?" || wanted === text[t]) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++retry;
    } else return false;
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}
