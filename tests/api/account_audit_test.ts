import { describe, it } from "@std/testing/bdd";
import { assertEquals } from "@std/assert";
import { fingerprint } from "../../lib/auth/digest.ts";
import { fakeToken } from "../gateway/fake_identity.ts";
import { ownerApp } from "./owner_app.ts";

const ALICE = "a11ce000-0000-4000-8000-000000000001";

describe("the audit of accounts", () => {
  it("tells what was done to an account without its token", async () => {
    await using app = await ownerApp();
    const token = fakeToken({ accountId: ALICE });
    app.puter.accept(token, ALICE);
    await app.call("POST", "/api/accounts", { body: { token } });
    await app.call("DELETE", `/api/accounts/${ALICE}`);
    const res = await app.call("GET", `/api/audit?target=${ALICE}`);
    const text = await res.text();
    assertEquals(text.includes(token), false);
    const [removal, connection] = JSON.parse(text).events;
    assertEquals(removal.action, "account.remove");
    assertEquals(removal.before.username, "user_a11c");
    assertEquals(connection.action, "account.connect");
    assertEquals(connection.after.outcome, "added");
    assertEquals(connection.after.tokenFingerprint, fingerprint(token));
  });
});
