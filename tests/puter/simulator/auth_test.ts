import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { Simulator } from "../../../lib/puter/simulator/mod.ts";
import { openBench } from "./helpers.ts";

const URL_OF_WHOAMI = "http://api.puter.localhost/whoami";

async function whoami(
  simulator: Simulator,
  init: RequestInit = {},
  query = "",
): Promise<{ status: number; code?: string; uuid?: string }> {
  const request = new Request(URL_OF_WHOAMI + query, init);
  const response = await simulator.handler(request);
  return { status: response.status, ...await response.json() };
}

describe("the token of a request", () => {
  const simulator = new Simulator();
  const { token, accountId } = simulator.addAccount();

  it("is taken from where Puter looks", async () => {
    const places: [RequestInit, string?][] = [
      [{ headers: { authorization: `Bearer ${token}` } }],
      [{ headers: { authorization: token } }],
      [{ headers: { "x-api-key": token } }],
      [{ headers: { authorization: "Basic eDp5", "x-api-key": token } }],
      [{}, `?auth_token=${token}`],
    ];
    for (const [init, query] of places) {
      assertEquals((await whoami(simulator, init, query)).uuid, accountId);
    }
  });

  it("is a bad one in the body even beside a good header", async () => {
    const response = await simulator.handler(
      new Request("http://api.puter.localhost/drivers/call", {
        method: "POST",
        headers: {
          "authorization": `Bearer ${token}`,
          "content-type": "text/plain;actually=json",
        },
        body: JSON.stringify({ auth_token: "bad" }),
      }),
    );
    assertEquals(response.status, 401);
    assertEquals((await response.json()).reason, "token_v1");
  });

  it("is missed when there is none", async () => {
    const { status, code } = await whoami(simulator);
    assertEquals([status, code], [401, "token_missing"]);
  });
});

describe("a token", () => {
  it("dies alone when it is revoked", async () => {
    const { simulator, tokens, get } = openBench();
    simulator.revoke(tokens.app);
    const { status, text } = await get("/whoami", tokens.app);
    assertEquals(status, 401);
    assertEquals(JSON.parse(text).reason, "session_revoked");
    assertEquals((await get("/whoami")).status, 200);
    simulator.revokeAll();
    assertEquals((await get("/whoami")).status, 401);
  });

  it("is no good once its account is deleted", async () => {
    const { simulator, accountId, get } = openBench();
    simulator.removeAccount(accountId);
    const { status, code } = await get("/whoami");
    assertEquals([status, code], [401, "token_auth_failed"]);
  });

  it("dies in two steps at its end", async () => {
    let now = Date.UTC(2026, 0, 1);
    const { simulator, accountId, get } = openBench({ now: () => now });
    const token = simulator.issueToken(accountId, {
      kind: "full_access",
      expiresAt: now + 1000,
    });
    assertEquals((await get("/whoami", token)).status, 200);
    now += 2000;
    assertEquals((await get("/whoami", token)).code, "reauth_required");
    now += 30_000;
    assertEquals((await get("/whoami", token)).code, "token_auth_failed");
  });

  it("of a browser, an app or a worker may call drivers", async () => {
    const { tokens, ask } = openBench();
    for (const kind of ["session", "app", "worker"] as const) {
      assertEquals((await ask({}, tokens[kind])).status, 200, kind);
    }
    const { status, code } = await ask({}, tokens.scoped);
    assertEquals([status, code], [403, "forbidden"]);
  });
});

describe("an account", () => {
  it("is named, but may not call, while a check is pending", async () => {
    for (const pending of ["email", "phone", "card"] as const) {
      const { simulator, accountId, get, ask } = openBench({
        account: { pending },
      });
      const { status, text } = await get("/whoami");
      assertEquals(status, 200);
      const flag = pending === "email"
        ? "requires_email_confirmation"
        : `requires_${pending}_verification`;
      assertEquals(JSON.parse(text)[flag], true);
      assertEquals((await ask()).status, 403);
      simulator.account(accountId).pending = null;
      assertEquals((await ask()).status, 200);
    }
  });

  it("may do nothing while suspended", async () => {
    const { get, ask } = openBench({ account: { suspended: true } });
    for (const answer of [await get("/whoami"), await ask()]) {
      assertEquals(answer.status, 403);
      assertEquals(answer.message, "Account suspended");
    }
  });
});
