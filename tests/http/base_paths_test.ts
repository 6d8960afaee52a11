import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { canonicalPath, pathOf } from "../../lib/http/base_paths.ts";

describe("canonicalPath()", () => {
  it("adds, folds and cleans the base path of API requests", () => {
    for (
      const [given, expected] of [
        ["/chat/completions", "/v1/chat/completions"],
        ["/v1/v1/chat/completions", "/v1/chat/completions"],
        ["/v1/v1/v1/models", "/v1/models"],
        ["//v1//chat//completions", "/v1/chat/completions"],
        ["/v1//chat/completions", "/v1/chat/completions"],
        ["/v1/models/", "/v1/models"],
        ["/models", "/v1/models"],
        ["/models/openai/gpt-4o:free", "/v1/models/openai/gpt-4o:free"],
        ["/models/openai%2Fgpt-4o", "/v1/models/openai%2Fgpt-4o"],
        ["/v2/rerank", "/v1/rerank"],
        ["/v1/v2/rerank/", "/v1/rerank"],
      ] as const
    ) assertEquals(canonicalPath(given), expected, given);
  });

  it("finds the base path of Google's clients, whatever they add", () => {
    const action = "models/openai/gpt-4o:free:streamGenerateContent";
    for (
      const [given, expected] of [
        ["/v1beta/v1beta/models", "/v1beta/models"],
        ["/v1/v1beta/models/gpt-4o", "/v1beta/models/gpt-4o"],
        ["/v1/v1beta/v1beta/models", "/v1beta/models"],
        ["/v1beta/v1/models", "/v1beta/models"],
        ["//v1beta//models/", "/v1beta/models"],
        [`/v1/${action}`, `/v1beta/${action}`],
        [`/v1/v1/${action}`, `/v1beta/${action}`],
        [`/${action}`, `/v1beta/${action}`],
        ["/models/a:countTokens", "/v1beta/models/a:countTokens"],
        ["/v1/models/a:embedContent", "/v1beta/models/a:embedContent"],
        [
          "/v1/models/a:batchEmbedContents",
          "/v1beta/models/a:batchEmbedContents",
        ],
      ] as const
    ) assertEquals(canonicalPath(given), expected, given);
    for (const path of [`/v1beta/${action}`, "/v1beta/models", "/v1betamax"]) {
      assertEquals(canonicalPath(path), null, path);
    }
  });

  it("leaves everything else alone", () => {
    for (
      const path of [
        "/",
        "/v1/chat/completions",
        "/api/keys",
        "/healthz",
        "/chatter",
        "/v2/chat",
        "/static/app.css",
      ]
    ) assertEquals(canonicalPath(path), null, path);
  });
});

describe("pathOf()", () => {
  it("finds the path as URL does", () => {
    for (
      const url of [
        "http://localhost:8000/v1/models",
        "http://localhost/",
        "http://localhost//v1//models?x=/y#z",
        "https://[::1]:8000/a?b",
        "http://localhost/a#b?c",
      ]
    ) assertEquals(pathOf(url), new URL(url).pathname, url);
  });
});
