import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { readRetryAfter } from "../../../lib/puter/errors/retry_after.ts";

const NOW = Date.UTC(2026, 10, 23);

const CASES: [Record<string, string>, number | undefined][] = [
  [{}, undefined],
  [{ "retry-after": "7" }, 7000],
  [{ "retry-after": "0.25" }, 250],
  [{ "retry-after": "Mon, 23 Nov 2026 00:01:00 GMT" }, 60_000],
  [{ "retry-after": "Mon, 23 Nov 2020 00:01:00 GMT" }, undefined],
  [{ "retry-after": "soon" }, undefined],
  [{ "retry-after": "" }, undefined],
  [{ "retry-after": "-5" }, undefined],
  [{ "retry-after": "soon", "ratelimit-reset": "3" }, 3000],
  [{ "x-ratelimit-reset": String(NOW / 1000 + 30) }, 30_000],
  [{ "retry-after": "99999999" }, 24 * 60 * 60 * 1000],
];

describe("readRetryAfter()", () => {
  for (const [headers, expected] of CASES) {
    it(`is ${expected} for ${JSON.stringify(headers)}`, () => {
      const answer = { header: (name: string) => headers[name] ?? null };
      assertEquals(readRetryAfter(answer, NOW), expected);
    });
  }
});
