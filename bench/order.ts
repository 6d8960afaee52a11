/** What the fake upstream is to answer; travels as the text of the prompt. */
export interface Order {
  /** Pieces of text; 0 means that the answer never ends. */
  chunks: number;
  /** Pause before each write of a stream, in ms. */
  delayMs: number;
  /** Pieces in one write. */
  group: number;
  /** Wait before the head of the answer, in ms. */
  headMs: number;
  /** Bytes of a piece; 0 for short words. */
  size: number;
  /** Names the answer in the upstream's statistics. */
  tag: string;
}

/** Short words, some of which JSON must escape or UTF-8 spreads over bytes. */
const WORDS = [
  "The",
  " quick",
  " brown",
  " fox,",
  " “jumps”",
  " over\n",
  ' the "lazy"',
  " dog",
  " 你好",
  " \\o/",
  " ✓.",
];

const DEFAULTS: Order = {
  chunks: 20,
  delayMs: 0,
  group: 1,
  headMs: 0,
  size: 0,
  tag: "",
};

/** The prompt that orders an answer. */
export function promptOf(order: Partial<Order>): string {
  const words = Object.entries(order).map(([name, value]) =>
    `${name}=${value}`
  );
  return `bench ${words.join(" ")}`;
}

/** The order in a prompt; what it does not name has its usual value. */
export function orderOf(prompt: string): Order {
  const order = { ...DEFAULTS };
  for (const [, name, value = ""] of prompt.matchAll(/(\w+)=([\w-]+)/g)) {
    switch (name) {
      case "tag":
        order.tag = value;
        break;
      case "chunks":
      case "delayMs":
      case "group":
      case "headMs":
      case "size":
        order[name] = Number(value);
    }
  }
  return order;
}

/** The pieces of text of an answer, each of them different from its neighbours. */
export function piecesOf(order: Pick<Order, "chunks" | "size">): string[] {
  return Array.from({ length: order.chunks }, (_, index) => {
    if (order.size > 0) return `${index} `.padEnd(order.size, "x");
    const word = WORDS[index % WORDS.length] ?? "";
    return index % 10 === 9 ? `${word} #${index}` : word;
  });
}
