import fc from "fast-check";

type Path = (string | number)[];

/** Values that clients send by mistake, and names of every object. */
const ODD_VALUES = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  0.5,
  1e21,
  Number.MAX_SAFE_INTEGER + 2,
  "",
  " ",
  "\0",
  "\ud800",
  "__proto__",
  "constructor",
  "toString",
  "auto",
  "none",
  "x".repeat(5000),
  "data:,",
  "data:image/png;base64,",
  "data:image/png;base64,!!!",
  [],
  {},
  [[]],
  [null],
  { type: "__proto__" },
  { type: 7 },
];

const value = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<unknown>(...ODD_VALUES) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);

/** One thing done to a document. */
interface Damage {
  /** Which of all places, counted round and round. */
  at: number;
  kind: "replace" | "delete" | "wrap" | "repeat" | "add";
  value: unknown;
  name: string;
}

const damage: fc.Arbitrary<Damage> = fc.record({
  // Small numbers would be favoured, and with them the whole document.
  at: fc.noBias(fc.nat(999_999)),
  kind: fc.constantFrom("replace", "delete", "wrap", "repeat", "add"),
  value,
  name: fc.oneof(
    fc.constantFrom("__proto__", "constructor", "toString", "type", "0", ""),
    fc.string({ maxLength: 8 }),
  ),
});

/** The JSON of a document to which one to four things were done. */
export function mutation(document: unknown): fc.Arbitrary<unknown> {
  return fc.array(damage, { minLength: 1, maxLength: 4 }).map((all) =>
    all.reduce(applied, document)
  );
}

function applied(document: unknown, { at, ...damage }: Damage): unknown {
  const places = placesOf(document);
  const place = places[at % places.length] ?? [];
  return changed(document, place, damage);
}

/** Paths of everything inside a document. */
function placesOf(document: unknown, base: Path = []): Path[] {
  if (typeof document !== "object" || document === null) return [base];
  const inner = Array.isArray(document)
    ? document.flatMap((item, index) => placesOf(item, [...base, index]))
    : Object.entries(document).flatMap(([name, item]) =>
      placesOf(item, [...base, name])
    );
  return [base, ...inner];
}

function changed(
  document: unknown,
  [step, ...rest]: Path,
  damage: Omit<Damage, "at">,
): unknown {
  if (step === undefined) return damaged(document, damage);
  const isGone = rest.length === 0 && damage.kind === "delete";
  if (Array.isArray(document)) {
    return document.flatMap((item, index) =>
      index !== step ? [item] : isGone ? [] : [changed(item, rest, damage)]
    );
  }
  const entries = Object.entries(document as Record<string, unknown>);
  // `__proto__` stays a name like any other.
  return Object.fromEntries(
    entries.flatMap(([name, item]) =>
      name !== step
        ? [[name, item]]
        : isGone
        ? []
        : [[name, changed(item, rest, damage)]]
    ),
  );
}

function damaged(
  item: unknown,
  { kind, value, name }: Omit<Damage, "at">,
): unknown {
  switch (kind) {
    case "replace":
    case "delete":
      return value;
    case "wrap":
      return [item];
    case "repeat":
      return [item, item];
    case "add": {
      if (Array.isArray(item)) return [...item, value];
      if (typeof item !== "object" || item === null) return value;
      return Object.fromEntries([...Object.entries(item), [name, value]]);
    }
  }
}
