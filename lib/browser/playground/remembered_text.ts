/** A short text that this browser remembers, where it may. */
export class RememberedText {
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  get value(): string {
    try {
      return localStorage.getItem(this.#name) ?? "";
    } catch {
      return "";
    }
  }

  set value(text: string) {
    try {
      localStorage.setItem(this.#name, text);
    } catch {
      // It is not worth a word that the next visit begins elsewhere.
    }
  }
}
