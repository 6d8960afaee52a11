import { numberOf, textOf } from "../../record.ts";
import { matchingText } from "./pattern_text.ts";
import { placesIn } from "./places.ts";
import type { ExampleHints } from "./schema_value.ts";

/** What a text is for. */
export interface TextContext {
  hints: ExampleHints;
  name: string;
  index: number;
}

/** Values of JSON Schema's formats. */
const FORMATS: Readonly<Record<string, string>> = {
  "date-time": "2026-01-15T09:30:00Z",
  date: "2026-01-15",
  time: "09:30:00Z",
  duration: "PT1H",
  email: "ada@example.com",
  "idn-email": "ada@example.com",
  hostname: "example.com",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  uri: "https://example.com/",
  url: "https://example.com/",
  "uri-reference": "/example",
  uuid: "123e4567-e89b-42d3-a456-426614174000",
};

/** A text that fits the schema, and the name of its property. */
export function textFor(
  schema: Record<string, unknown>,
  context: TextContext,
): string {
  const format = FORMATS[textOf(schema.format) ?? ""];
  if (format !== undefined) return format;
  const pattern = textOf(schema.pattern);
  const fewest = numberOf(schema.minLength) ?? 0;
  const most = numberOf(schema.maxLength) ?? Infinity;
  if (pattern !== undefined) {
    const text = matchingText(pattern, fewest);
    if (text !== undefined) return text;
  }
  const text = wordsFor(context);
  return text.padEnd(fewest, " example").slice(0, most);
}

function wordsFor({ hints, name, index }: TextContext): string {
  const text = hints.text.trim();
  const words = byName(name.toLowerCase(), hints) ??
    (name === "" ? "example" : `Example ${name.replaceAll("_", " ")}`);
  if (words === text) return text;
  return index === 0 ? words : `${words} ${index + 1}`;
}

/** What a property of this name commonly holds. */
function byName(
  name: string,
  { text, place }: ExampleHints,
): string | undefined {
  if (/city|location|place|town|destination|where|address/.test(name)) {
    return place ?? placesIn(text)[0] ?? "Paris";
  }
  if (/country/.test(name)) return "France";
  if (
    /query|question|prompt|input|text|message|keyword|search|topic/.test(name)
  ) {
    return text.trim() || "example";
  }
  if (/expression|formula|calculation/.test(name)) {
    return /[\d(][\d\s.()+*/^%-]*[+*/^%-][\d\s.()+*/^%-]*[\d)]/.exec(text)
      ?.[0] ??
      "1 + 1";
  }
  if (/mail/.test(name)) return "ada@example.com";
  if (/url|link|website/.test(name)) return "https://example.com/";
  if (/date|day/.test(name)) return "2026-01-15";
  if (/time/.test(name)) return "09:30";
  if (/unit/.test(name)) return "celsius";
  if (/lang/.test(name)) return "en";
  if (/path|file/.test(name)) return "notes.txt";
  if (/name|author|person/.test(name)) return "Ada Lovelace";
  if (/explanation|reason|summary|description|answer|content/.test(name)) {
    return "Made up by the built-in simulator";
  }
}
