import { describe, it } from "@std/testing/bdd";
import { assertEquals } from "@std/assert";
import { fakeToken } from "../gateway/fake_identity.ts";
import { ownerApp } from "./owner_app.ts";

const ALICE = "a11ce000-0000-4000-8000-000000000001";

describe("/api/accounts", () => {
  it("connects, shows and removes an account without its token", async () => {
    await using app = await ownerApp();
    const token = fakeToken({ accountId: ALICE });
    app.puter.accept(token, ALICE);
    const body = { token: ` Bearer ${token}\n` };
    const made = await app.call("POST", "/api/accounts", { body });
    assertEquals(made.status, 201);
    const text = await made.text();
    assertEquals(text.includes(token.slice(0, 40)), false);
    const { account, outcome, messages } = JSON.parse(text);
    assertEquals(outcome, "added");
    assertEquals(messages.length, 1);
    assertEquals(account.state, { status: "ready" });
    assertEquals("sealedToken" in account, false);
    assertEquals(app.services.puter.pool.size, 1);

    const again = await app.call("POST", "/api/accounts", { body });
    assertEquals(again.status, 200);
    assertEquals((await again.json()).outcome, "confirmed");

    const listed = await (await app.call("GET", "/api/accounts")).json();
    assertEquals(listed.accounts.length, 1);
    const one = await (await app.call("GET", `/api/accounts/${ALICE}`)).json();
    assertEquals(one, listed.accounts[0]);
    assertEquals(one.username, "user_a11c");

    const removed = await app.call("DELETE", `/api/accounts/${ALICE}`);
    assertEquals(removed.status, 200);
    assertEquals(app.services.puter.pool.size, 0);
    for (const method of ["GET", "DELETE"]) {
      const gone = await app.call(method, `/api/accounts/${ALICE}`);
      assertEquals(gone.status, 404);
      assertEquals((await gone.json()).error.code, "account_not_found");
    }
  });

  it("refuses what is no usable token, without repeating it", async () => {
    await using app = await ownerApp();
    const revoked = fakeToken({ accountId: ALICE });
    app.puter.whoami(revoked, {
      status: 401,
      body: { code: "token_auth_failed", error: "no" },
    });
    for (const token of [revoked, "secret-but-no-token", "", 7, undefined]) {
      const res = await app.call("POST", "/api/accounts", { body: { token } });
      const text = await res.text();
      assertEquals(res.status, 400);
      assertEquals(JSON.parse(text).error.param, "token");
      assertEquals(
        text.includes("secret-but") || text.includes(revoked),
        false,
      );
    }
    assertEquals(await app.services.accounts.list(), []);
  });
});
