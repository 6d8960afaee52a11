/** A quantifier never asks for more than this of what may go on for ever. */
const MOST = 64;

/**
 * A text that a regular expression matches, made from the classes, groups and
 * quantifiers that schemas use. Undefined where none was found.
 */
export function matchingText(
  pattern: string,
  minLength = 0,
): string | undefined {
  let expression: RegExp;
  try {
    expression = new RegExp(pattern, "u");
  } catch {
    return undefined;
  }
  for (const stretch of [0, 1, minLength]) {
    const text = new PatternWriter(pattern, Math.min(stretch, MOST)).write();
    if (text.length >= minLength && expression.test(text)) return text;
  }
}

/** Walks a pattern and writes the shortest text, plus a stretch. */
class PatternWriter {
  readonly #pattern: string;
  readonly #stretch: number;
  #at = 0;

  constructor(pattern: string, stretch: number) {
    this.#pattern = pattern;
    this.#stretch = stretch;
  }

  /** The text up to the end, a closing parenthesis, or another alternative. */
  write(): string {
    let text = "";
    while (this.#at < this.#pattern.length && this.#next() !== ")") {
      if (this.#next() === "|") {
        this.#skipAlternatives();
        break;
      }
      const atom = this.#atom();
      text += atom.repeat(this.#times());
    }
    return text;
  }

  #next(): string {
    return this.#pattern[this.#at] ?? "";
  }

  #atom(): string {
    const char = this.#next();
    this.#at++;
    switch (char) {
      case "^":
      case "$":
        return "";
      case "(":
        return this.#group();
      case "[":
        return this.#set();
      case "\\":
        return this.#escape();
      case ".":
        return "a";
      default:
        return char;
    }
  }

  #group(): string {
    const opening = /^\?(?:[:=]|<[a-z]\w*>)/i.exec(this.#rest());
    this.#at += opening?.[0].length ?? 0;
    const text = this.write();
    this.#at++;
    return text;
  }

  #rest(): string {
    return this.#pattern.slice(this.#at);
  }

  #set(): string {
    const set = /^\^?\]?(?:\\.|[^\]])*/.exec(this.#rest())?.[0] ?? "";
    this.#at += set.length + 1;
    const allowed = new RegExp(`[${set}]`, "u");
    const candidates = "a0A_- .@/" + set;
    return [...candidates].find((char) => allowed.test(char)) ?? "";
  }

  #escape(): string {
    const char = this.#next();
    this.#at++;
    if (char === "d") return "1";
    if (char === "s") return " ";
    return /[wS]/.test(char) ? "a" : char === "b" ? "" : char;
  }

  #times(): number {
    const quantifier = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/.exec(this.#rest());
    if (quantifier === null) return 1;
    this.#at += quantifier[0].length;
    const [sign, least, open, most] = quantifier;
    if (least === undefined) {
      return sign.startsWith("+")
        ? Math.max(1, this.#stretch)
        : sign.startsWith("*")
        ? this.#stretch
        : Math.min(1, this.#stretch);
    }
    const limit = open === "" ? Number(least) : Number(most || MOST);
    return Math.min(Number(least) + this.#stretch, limit);
  }

  #skipAlternatives(): void {
    let depth = 0;
    for (; this.#at < this.#pattern.length; this.#at++) {
      const char = this.#next();
      if (char === "\\") this.#at++;
      else if (char === "(") depth++;
      else if (char === ")" && depth-- === 0) return;
    }
  }
}
