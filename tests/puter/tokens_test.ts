import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { ApiError } from "../../lib/http/errors.ts";
import { parseToken, type TokenKind } from "../../lib/puter/tokens.ts";

const ACCOUNT = "e379f009-11b2-4cbe-ba95-a82f792000b7";

/** Base64 of the 16 bytes, as Puter packs a UUID. */
function packed(uuid: string): string {
  const bytes = uuid.replaceAll("-", "").match(/../g) ?? [];
  return btoa(
    bytes.map((hex) => String.fromCharCode(parseInt(hex, 16))).join(""),
  );
}

function base64Url(fields: unknown): string {
  return btoa(JSON.stringify(fields)).replaceAll("+", "-").replaceAll("/", "_")
    .replaceAll("=", "");
}

/** A token made up here, with a signature that says so. */
function fakeToken(fields: Record<string, unknown> = {}, kid?: string): string {
  const header = { alg: "HS256", typ: "JWT", kid: kid ?? "v2" };
  const payload = { t: "t", full_access: true, uu: packed(ACCOUNT), ...fields };
  return `${base64Url(header)}.${base64Url(payload)}.not_a_real_signature`;
}

function refusal(text: string): ApiError {
  const error = assertThrows(() => parseToken(text), ApiError);
  assertEquals(error.status, 400);
  assertEquals(error.param, "token");
  return error;
}

describe("parseToken()", () => {
  it("reads the account, the kind and the times", () => {
    const token = fakeToken({ iat: 1_795_415_596, exp: 1_803_191_596 });
    assertEquals(parseToken(token), {
      token,
      accountId: ACCOUNT,
      kind: "full_access",
      expiresAt: 1_803_191_596_000,
      issuedAt: 1_795_415_596_000,
    });
  });

  it("has no end where the token states none", () => {
    assertEquals(parseToken(fakeToken()).expiresAt, undefined);
  });

  const kinds: [Record<string, unknown>, TokenKind][] = [
    [{ t: "s", u: "x", full_access: undefined }, "session"],
    [{ t: "gui", u: "x" }, "session"],
    [{ t: "au", au: "x" }, "app"],
    [{ t: "t", full_access: true }, "full_access"],
    [{ t: "s", worker: true, worker_name: "w" }, "worker"],
    [{ t: "au", worker: true }, "worker"],
    [{ t: "zz" }, "unknown"],
  ];
  for (const [fields, kind] of kinds) {
    it(`takes ${JSON.stringify(fields)} for ${kind}`, () => {
      assertEquals(parseToken(fakeToken(fields)).kind, kind);
    });
  }

  it("finds the token in whatever was pasted", () => {
    const token = fakeToken();
    const lines = token.replace(/(.{40})/g, "$1\n  ");
    const pasted = [
      ` ${token}\n`,
      `"${token}"`,
      `'${token}';`,
      `Bearer ${token}`,
      `Authorization: bearer ${token}`,
      `puter_auth_token=${token}`,
      `theme=dark; puter_auth_token=${token}; path=/`,
      `https://example.com/?token=${token}&x=1`,
      JSON.stringify({ token }),
      `${token}\n${token}`,
      lines,
      `Bearer\n${lines}`,
    ];
    for (const text of pasted) {
      assertEquals(parseToken(text).token, token, text);
    }
  });

  it("reads every account id that can be packed", () => {
    fc.assert(fc.property(fc.uuid(), (uuid) => {
      assertEquals(parseToken(fakeToken({ uu: packed(uuid) })).accountId, uuid);
      const url = packed(uuid).replaceAll("+", "-").replaceAll("/", "_")
        .replaceAll("=", "");
      assertEquals(parseToken(fakeToken({ uu: url })).accountId, uuid);
      assertEquals(parseToken(fakeToken({ uu: uuid })).accountId, uuid);
    }));
  });
});

describe("parseToken() of what Puter would refuse", () => {
  it("says what to do with a token of the retired format", () => {
    for (const token of [fakeToken({}, "v1"), fakeToken({}, "")]) {
      const { message } = refusal(token);
      assertStringIncludes(message, "retired");
      assertStringIncludes(message, "full-access API token");
    }
  });

  it("says what to do with a scoped token", () => {
    const { message } = refusal(fakeToken({ full_access: undefined }));
    assertStringIncludes(message, "scoped");
    assertStringIncludes(message, "full-access API token");
  });

  it("refuses what is no token", () => {
    for (const text of ["", "garbage", "a.b.c", "eyJ.x.y", "Bearer "]) {
      refusal(text);
    }
  });

  it("refuses a token that names no account", () => {
    for (const uu of [undefined, "", "AAAA", 7]) refusal(fakeToken({ uu }));
  });

  it("refuses two tokens at once", () => {
    const text = `${fakeToken({ iat: 1 })}\n${fakeToken({ iat: 2 })}`;
    assertStringIncludes(refusal(text).message, "2 tokens");
  });

  it("never repeats the token in its message", () => {
    fc.assert(fc.property(fc.string({ minLength: 12 }), (text) => {
      const { message } = refusal(text);
      return !message.includes(text);
    }));
    const token = fakeToken({}, "v1");
    assertEquals(refusal(token).message.includes(token), false);
  });
});
