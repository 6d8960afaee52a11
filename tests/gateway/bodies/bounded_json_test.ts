import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { boundedJson } from "../../../lib/gateway/bodies/bounded_json.ts";
import { redactText } from "../../../lib/gateway/bodies/redact.ts";

const MAX = 64 * 1024;

function redacted(value: unknown): unknown {
  const { text, cut } = boundedJson(value, { max: MAX });
  assertEquals(cut, false);
  return JSON.parse(text);
}

/** Made here, so that nothing that looks like a secret is in this file. */
function fake(prefix: string, length = 40): string {
  return prefix + "aB3".repeat(length).slice(0, length);
}

describe("boundedJson()", () => {
  it("writes what JSON.stringify writes where there is nothing to hide", () => {
    const plain = fc.jsonValue({ maxDepth: 4, stringUnit: "binary" });
    fc.assert(fc.property(plain, (value) => {
      const expected = JSON.stringify(value);
      if (redactText(expected) !== expected) return;
      assertEquals(redacted(value), JSON.parse(expected));
    }));
  });

  it("is never longer than its limit, and says when it was cut", () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 5 }),
        fc.integer({ min: 0, max: 300 }),
        (value, max) => {
          const whole = boundedJson(value, { max: MAX }).text;
          const { text, cut } = boundedJson(value, { max });
          assert(text.length <= max);
          assertEquals(cut, whole.length > max);
          if (!cut) assertEquals(text, whole);
        },
      ),
    );
  });

  it("costs what it writes, not what it is given", () => {
    const huge = Array.from(
      { length: 200_000 },
      (_, n) => ({ n, text: "word" }),
    );
    const begun = performance.now();
    const { text, cut } = boundedJson({ huge, last: 1 }, { max: 1000 });
    assert(performance.now() - begun < 100);
    assertEquals([text.length, cut], [1000, true]);
  });

  it("hides tokens and keys wherever they are", () => {
    const secrets = [
      fake("sk-p2a-"),
      fake("sk-proj-"),
      `${fake("eyJ")}.${fake("eyJ")}.${fake("x")}`,
      fake("ghp_"),
      fake("AKIA", 16),
      `Bearer ${fake("t")}`,
      `-----BEGIN PRIVATE KEY-----\n${fake("M")}\n-----END PRIVATE KEY-----`,
    ];
    for (const secret of secrets) {
      const text = `before ${secret} after`;
      assertEquals(redacted([text]), ["before [redacted] after"], secret);
      assert(!JSON.stringify(redacted({ [text]: 1 })).includes(secret));
    }
    const named = { password: "hunter2", "X-Api-Key": "abc", token: "t" };
    assertEquals(redacted(named), {
      password: "[redacted]",
      "X-Api-Key": "[redacted]",
      token: "[redacted]",
    });
    assertEquals(redacted({ max_tokens: 5, tokens: "many" }), {
      max_tokens: 5,
      tokens: "many",
    });
  });

  it("hides secrets inside texts by the names before them", () => {
    const args = JSON.stringify({ user: "me", password: "hunter22", n: 1 });
    const cases: [string, string][] = [
      [args, '{"user":"me","password":"[redacted]","n":1}'],
      [
        JSON.stringify(args).slice(1, -1),
        '{\\"user\\":\\"me\\",\\"password\\":\\"[redacted]\\",\\"n\\":1}',
      ],
      ["export API_KEY=abcdef123 now", "export API_KEY=[redacted] now"],
      ["?access_token=abcdef123&x=1", "?access_token=[redacted]&x=1"],
      ["postgres://me:hunter22@host/db", "postgres://me:[redacted]@host/db"],
      ["the token: is a word", "the token: is a word"],
    ];
    for (const [text, expected] of cases) {
      assertEquals(redacted([text]), [expected]);
    }
  });

  it("takes a time that grows with the text, whatever it is", () => {
    const words = [
      ...[
        "a",
        '"',
        "\\",
        "://",
        ":",
        "a.",
        "data:;a",
        "https://a:",
        "'a",
        "a=",
      ],
      ...["token=", "eyJ", "eyJ.", "-----BEGIN ", '"password":"', "Bearer  "],
    ];
    for (const word of words) {
      const text = word.repeat(60_000 / word.length);
      const begun = performance.now();
      boundedJson([text], { max: MAX });
      assert(performance.now() - begun < 300, word);
    }
  });

  it("gives lengths in place of data", () => {
    const data = fake("iVBOR", 90_000);
    const url = `data:image/png;base64,${data}`;
    const expected = `data:image/png;base64,[${url.length} characters]`;
    assertEquals(redacted({ url, after: 1 }), { url: expected, after: 1 });
    assertEquals(redacted([data]), [`[${data.length} characters]`]);
    const inside = `see ${url.slice(0, 1000)} there`;
    assertEquals(redacted([inside]), [
      "see data:image/png;base64,[1000 characters] there",
    ]);
  });
});
