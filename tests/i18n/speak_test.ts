import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { speak } from "../../lib/i18n/mod.ts";

const CASES: [query: string, header: string | undefined, language: string][] = [
  ["", undefined, "en"],
  ["", "*", "en"],
  ["", "fr-FR,de;q=0.9", "en"],
  ["", "zh-Hans-CN", "zh"],
  ["", "en;q=0.3, zh;q=0.4", "zh"],
  ["", "zh;q=0, en;q=0.1", "en"],
  ["", "ZH-tw", "zh"],
  ["?lang=zh", "en", "zh"],
  ["?lang=en", "zh", "en"],
  ["?lang=xx", "zh", "zh"],
];

describe("speak", () => {
  for (const [query, header, language] of CASES) {
    it(`chooses ${language} for "${query}" and "${header}"`, () => {
      const headers = new Headers(
        header === undefined ? {} : { "accept-language": header },
      );
      const url = new URL(`http://localhost/${query}`);
      assertEquals(speak(url, headers).language, language);
    });
  }
});
