import { cookieOf } from "../http/cookies.ts";
import { LANGUAGE_COOKIE } from "./cookies.ts";
import { en } from "./en.ts";
import { zh } from "./zh.ts";

/** Every language has exactly the words that English has. */
export type Words = typeof en;

/** A language of the cockpit, as a BCP 47 tag. */
export type Language = "en" | "zh";

/** A language and its words. */
export interface Speech {
  language: Language;
  words: Words;
}

const SPEECHES: Record<Language, Speech> = {
  en: { language: "en", words: en },
  zh: { language: "zh", words: zh },
};

/** The words of a language. */
export function wordsOf(language: Language): Words {
  return SPEECHES[language].words;
}

/**
 * What `?lang=` asks for, else what was chosen before, else what the browser
 * prefers, else English.
 */
export function speak(url: URL, headers: Headers): Speech {
  const asked = url.searchParams.get("lang");
  const tags = [
    asked ?? "",
    cookieOf(headers.get("cookie"), LANGUAGE_COOKIE) ?? "",
    ...preferences(headers.get("accept-language")),
  ];
  for (const tag of tags) {
    const language = tag.toLowerCase().split("-", 1)[0];
    if (language === "en" || language === "zh") return SPEECHES[language];
  }
  return SPEECHES.en;
}

/** Tags of an `Accept-Language` header, the most wanted first (RFC 9110). */
function preferences(header: string | null): string[] {
  const ranges = (header ?? "").split(",").map((range) => {
    const [tag = "", ...parameters] = range.trim().split(/\s*;\s*/);
    const weight = parameters.find((text) => text.startsWith("q="));
    return { tag, q: weight === undefined ? 1 : Number(weight.slice(2)) };
  });
  return ranges
    .filter(({ q }) => q > 0)
    .sort((a, b) => b.q - a.q)
    .map(({ tag }) => tag);
}
