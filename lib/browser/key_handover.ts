const NAME = "p2a_new_key";

/**
 * Leaves a key that was just made for the page that comes next in this tab.
 * An address would put it into histories and logs; this is gone as soon as it
 * is taken.
 */
export function handKeyOver(key: string): void {
  sessionStorage.setItem(NAME, key);
}

/** The key that the page before left, once; null when it left none. */
export function takeKey(): string | null {
  const key = sessionStorage.getItem(NAME);
  sessionStorage.removeItem(NAME);
  return key;
}
