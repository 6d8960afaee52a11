import { assertEquals, assertThrows } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { readBaseUrl } from "../../lib/companion/base_url.ts";

describe("readBaseUrl()", () => {
  it("takes https anywhere, and http in private networks", () => {
    for (
      const [given, expected] of [
        ["https://api.openai.com/v1", "https://api.openai.com/v1"],
        [
          " https://host.example:8443/a/v1// ",
          "https://host.example:8443/a/v1",
        ],
        ["https://host.example", "https://host.example"],
        ["http://127.0.0.1:11434/v1", "http://127.0.0.1:11434/v1"],
        ["http://[::1]:80/v1", "http://[::1]/v1"],
        ["http://192.168.1.7/v1", "http://192.168.1.7/v1"],
        ["http://ollama:11434/v1", "http://ollama:11434/v1"],
        ["http://tei.internal/v1", "http://tei.internal/v1"],
      ] as const
    ) assertEquals(readBaseUrl(given), expected);
  });

  it("refuses all else, and does not repeat it", () => {
    for (
      const given of [
        "",
        "host/v1",
        "ftp://host/v1",
        "http://api.openai.com/v1",
        "http://8.8.8.8/v1",
        "http://example.com./v1",
        "http://notlocal.example/v1",
        "https://user:secret@host.example/v1",
        "https://host.example/v1?key=secret",
        "https://host.example/v1#secret",
      ]
    ) {
      const error = assertThrows(() => readBaseUrl(given), Error);
      assertEquals(error.message.includes("secret"), false);
    }
  });
});
