import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import { testGateway } from "./helpers/gateway.ts";

describe("GET /readyz", () => {
  it("is ready with an account, and with the simulator in force", async () => {
    for (const accounts of [[{ tier: "paid" as const }], []]) {
      const gateway = await testGateway({ accounts });
      const res = await gateway.fetch("/readyz", { key: "" });
      assertEquals(res.status, 200);
      assertEquals(res.headers.get("cache-control"), "no-store");
      assertEquals(await res.json(), { status: "ready" });
      await gateway.close();
    }
  });

  it("is not ready without an account when the simulator is off", async () => {
    const gateway = await testGateway({
      accounts: [],
      env: { SIMULATOR: "off" },
    });
    const res = await gateway.fetch("/readyz", { key: "" });
    assertEquals(res.status, 503);
    const { status, reasons } = await res.json();
    assertEquals([status, reasons[0].code], ["not_ready", "no_account"]);
    await gateway.close();
  });

  it("is not ready while no account can serve, and names none", async () => {
    const gateway = await testGateway({ accounts: [{ tier: "free" }] });
    const { pool } = gateway.services.puter;
    const [account] = pool.view();
    assert(account !== undefined);
    pool.view = () => [{
      ...account,
      state: {
        status: "disabled",
        since: 0,
        code: "token_auth_failed",
        provenance: "told",
      },
    }];
    const res = await gateway.fetch("/readyz", { key: "" });
    assertEquals(res.status, 503);
    const text = await res.text();
    assert(text.includes('"no_account_ready"'));
    assert(!text.includes(account.id) && !text.includes(account.username));
    await gateway.close();
  });
});
